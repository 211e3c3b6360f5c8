import Crypto
import Foundation
import HTTPTypes
import Host
import Hummingbird
import Model

/// Serves the web console (contract section 13).
struct ConsoleRoutes: Sendable {
    private let live: LiveHost
    private let door: Door
    private let frame: Frame

    /// - Throws: what is wrong with a template.
    init(
        _ live: LiveHost, key: SymmetricKey, signIns: FailedSignIns,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        self.live = live
        frame = Frame(templates: try Templates())
        door = Door(live: live, seal: SessionSeal(key: key), signIns: signIns, frame: frame, now: now)
    }

    func add(to router: Router<some RequestContext>) {
        Assets.add(to: router)
        router.get("/sign-in") { request, _ in await door.show(request) }
        router.post("/sign-in") { request, _ in await door.enter(request) }
        router.post("/sign-out") { request, _ in await door.leave(request) }
        for route in PageRoute.all {
            router.on(PathPattern(route.path).route, method: route.method) { request, context in
                await answer(request, context.parameters, route)
            }
        }
        let missing = PageRoute(method: .get, path: "") { _ in
            throw Problem.notFound("there is no such page")
        }
        router.get("/**") { request, context in
            let response = await answer(request, context.parameters, missing)
            return response.status == .seeOther
                ? Response(status: .notFound, headers: Frame.headers) : response
        }
    }

    private func answer(_ request: Request, _ parameters: Parameters, _ route: PageRoute) async -> Response {
        let entered: Door.Entered
        do {
            guard let found = try await door.session(of: request) else { return door.turnedAway(request) }
            entered = found
        } catch {
            live.report("console: \(error)")
            return Response(status: .internalServerError, headers: Frame.headers)
        }
        var form = FormFields()
        do {
            if route.method == .post { form = try await self.form(of: request, entered.session) }
        } catch {
            return respond(.page(failure(error)), visit(entered, [:], request, FormFields()))
        }
        let visit = visit(entered, path(parameters, route), request, form)
        do {
            return respond(try await route.run(visit), visit)
        } catch {
            return respond(.page(failure(error)), visit)
        }
    }

    private func visit(
        _ entered: Door.Entered, _ path: [String: String], _ request: Request, _ form: FormFields
    ) -> Visit {
        Visit(
            host: live.current, live: live, token: entered.token, session: entered.session, path: path,
            query: FormFields(encoded: request.uri.query ?? "") ?? FormFields(), form: form, now: door.now())
    }

    private func path(_ parameters: Parameters, _ route: PageRoute) -> [String: String] {
        var found: [String: String] = [:]
        for name in PathPattern(route.path).parameters {
            found[name] = parameters.get(name).flatMap { $0.removingPercentEncoding } ?? ""
        }
        return found
    }

    private func respond(_ answer: PageAnswer, _ visit: Visit) -> Response {
        var session = visit.session.renewed(at: visit.now) ?? visit.session
        session.note = nil
        var response: Response
        switch answer {
        case .page(let page):
            response = frame.response(page, visit, formToken: door.seal.formToken(of: visit.session))
        case .stream(let stream):
            // The note waits for the next page, and the session's last use with it.
            response = stream.response
            for field in Frame.headers { response.headers[field.name] = field.value }
            return response
        case .moved(let address, let note):
            session.note = note.map { String($0.prefix(600)) }
            response = Response(status: .seeOther, headers: Frame.headers)
            response.headers[.location] = address
            response.headers[.cacheControl] = "no-store"
        }
        if session != visit.session { response.headers[.setCookie] = door.cookie(session) }
        return response
    }

    /// Why a page cannot be had, on a page of its own.
    private func failure(_ error: any Error) -> ConsolePage {
        let problem: Problem
        if let known = error as? Problem {
            problem = known
        } else {
            // What it says of this machine, such as paths, is for its administrator.
            live.report("console: \(error)")
            problem = Problem(
                status: .internalServerError, detail: "the host could not do it; what it reports says why")
        }
        return ConsolePage(
            "problem", problem.status.reasonPhrase, in: .overview, [("detail", .text(problem.detail))],
            status: problem.status)
    }

    // MARK: - Forms

    /// The fields of a form, where it is one of ours.
    private func form(of request: Request, _ session: Session) async throws -> FormFields {
        let bytes = try await request.bytes(of: "a form")
        let type = request.headers[.contentType] ?? ""
        let fields =
            type.lowercased().hasPrefix("multipart/form-data")
            ? UploadedForm.fields(of: bytes, type: type)
            : FormFields(encoded: String(decoding: bytes, as: UTF8.self))
        guard let fields else { throw Problem.badRequest("the form cannot be read; UTF-8 was expected") }
        guard door.seal.isFormToken(fields["form"] ?? "", of: session) else {
            throw Problem.forbidden(
                "this form was not sent from a page of yours, or the page is too old; open it again")
        }
        return fields
    }
}
