import ConnectorKit
import Foundation
package import HTTPAPI
import HTTPTypes
import Host
package import Hummingbird
import Model

/// Serves the web console.
package struct ConsoleRoutes: Sendable {
    private let sessions: Sessions
    private let signIn: SignIn
    private let layout: PageLayout
    private let drafts = Drafts()

    /// - Throws: if a template has a mistake.
    package init(_ sessions: Sessions) throws {
        self.sessions = sessions
        layout = PageLayout(templates: try Templates(), readers: Readers(try Messages()))
        signIn = SignIn(sessions: sessions, layout: layout)
    }

    package func add(to router: Router<some RequestContext>) {
        Assets.add(to: router)
        signIn.add(to: router)
        PreferencesPage(sessions: sessions, layout: layout).add(to: router)
        for route in PageRoute.all {
            router.on(PathPattern(route.path).route, method: route.method) { request, context in
                await answer(request, context.parameters, route)
            }
        }
        router.get("/**") { request, _ in await missing(request) }
        router.post("/**") { request, _ in await missing(request) }
    }

    /// The page for an address that there is not.
    private func missing(_ request: Request) async -> Response {
        let page = PageRoute(method: .get, path: "") { _ in throw Problem.notFound("there is no such page") }
        do {
            guard let visitor = try await sessions.signedIn(request) else {
                return problem(.notFound("there is no such page"), request)
            }
            return await answer(request, Parameters(), page, visitor)
        } catch {
            return failed(error, request)
        }
    }

    private func answer(_ request: Request, _ parameters: Parameters, _ route: PageRoute) async -> Response {
        let visitor: Sessions.SignedIn
        do {
            guard let found = try await sessions.signedIn(request) else {
                return await signIn.answer(request, limit: route.bodyLimit)
            }
            visitor = found
        } catch {
            return failed(error, request)
        }
        do {
            return try await sessions.fair.answer(request, of: visitor.token) {
                await answer(request, parameters, route, visitor)
            }
        } catch {
            return failure(error, context(visitor, [:], request, FormFields()))
        }
    }

    private func answer(
        _ request: Request, _ parameters: Parameters, _ route: PageRoute, _ visitor: Sessions.SignedIn
    ) async -> Response {
        var form = FormFields()
        do {
            if route.method == .post { form = try await self.form(of: request, route, visitor.session) }
        } catch {
            return failure(error, context(visitor, [:], request, FormFields()))
        }
        let context = context(visitor, path(parameters, route), request, form)
        do {
            let answer = try await route.run(context)
            guard case .stream = answer else { return respond(answer, context) }
            return try await sessions.fair.stream(visitor.token) { respond(answer, context) }
        } catch {
            return failure(error, context)
        }
    }

    private func context(
        _ visitor: Sessions.SignedIn, _ path: [String: String], _ request: Request, _ form: FormFields
    ) -> PageContext {
        PageContext(
            caller: Caller(sessions.live, token: visitor.token),
            words: layout.reader(request, of: sessions.live.current), address: request.uri.string,
            session: visitor.session, path: path,
            query: FormFields(encoded: request.uri.query ?? "") ?? FormFields(), form: form,
            now: sessions.now(), drafts: drafts)
    }

    private func path(_ parameters: Parameters, _ route: PageRoute) -> [String: String] {
        var found: [String: String] = [:]
        for name in PathPattern(route.path).parameters {
            found[name] = parameters.get(name).flatMap { $0.removingPercentEncoding } ?? ""
        }
        return found
    }

    private func respond(_ answer: PageAnswer, _ context: PageContext) -> Response {
        var session = context.session.renewed(at: context.now) ?? context.session
        session.note = nil
        var response: Response
        switch answer {
        case .page(let page):
            response = layout.response(page, context, formToken: sessions.formToken(of: context.session))
        case .stream(let stream):
            // The session is not renewed here: its note is for the next page.
            response = stream.response
            for field in PageLayout.headers { response.headers[field.name] = field.value }
            return response
        case .moved(let address, let note):
            session.note = note.map { String($0.prefix(600)) }
            response = PageLayout.redirect(to: address)
        }
        if session != context.session { response.headers[.setCookie] = sessions.cookie(session) }
        return response
    }

    // MARK: - Problems

    /// A page that reports an error to a visitor.
    private func failure(_ error: any Error, _ context: PageContext) -> Response {
        let problem = self.problem(error)
        return respond(
            .page(
                ConsolePage(
                    "problem", context.words(problem.title), in: nil, problem.fields(context.words),
                    status: problem.status)), context)
    }

    /// A page that reports an error to somebody who is not signed in.
    private func failed(_ error: any Error, _ request: Request) -> Response {
        problem(problem(error), request)
    }

    private func problem(_ problem: Problem, _ request: Request) -> Response {
        let words = layout.reader(request, of: sessions.live.current)
        return layout.open(
            "problem", [("title", .text(words(problem.title)))] + problem.fields(words), words, request,
            status: problem.status, of: sessions.live.current)
    }

    private func problem(_ error: any Error) -> Problem {
        if let known = error as? Problem { return known }
        // The error may name paths and the like, which are for the administrator only.
        sessions.live.report("console: \(error)")
        return .hostFailed(error)
    }

    // MARK: - Forms

    /// The fields of a form, if a page of the visitor's session sent it.
    private func form(of request: Request, _ route: PageRoute, _ session: Session) async throws -> FormFields
    {
        let fields = try await FormFields(of: request, limit: route.bodyLimit)
        guard sessions.isFormToken(fields["form"] ?? "", of: session) else {
            throw Problem.forbidden(
                "this form was not sent from a page of yours, or the page is too old; open it again")
        }
        return fields
    }
}
