import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

extension PageRoute {
    /// The set-up of a provider in a new group. Nothing is written before its last page.
    static let setup: [PageRoute] =
        SetupStep.allCases.flatMap { step in
            [
                setUp(.get, step) { try await SetupPages.answer(step, $0) },
                setUp(.post, step) { try await submit(step, $0) },
            ]
        } + [.page("/setup/done/{group}/{provider}") { try await SetupEnd.page($0) }]

    private static func setUp(
        _ method: HTTPTypes.HTTPRequest.Method, _ step: SetupStep,
        _ run: @escaping @Sendable (PageContext) async throws -> PageAnswer
    ) -> PageRoute {
        PageRoute(method: method, path: step.address) { context in
            guard context.mayChangeAll else {
                throw Problem.forbidden("this token may not set anything up")
            }
            return try await run(context)
        }
    }

    private static func submit(_ step: SetupStep, _ context: PageContext) async throws -> PageAnswer {
        switch step {
        case .provider: try choose(context)
        case .connection: try await connect(context)
        case .group: try await nameGroup(context)
        case .filters: try await filter(context)
        case .finish: try await finish(context)
        }
    }

    // MARK: - Forms

    private static func choose(_ context: PageContext) throws -> PageAnswer {
        var draft = SetupDraft(context)
        let provider = try context.caller.provider(context.form["provider"] ?? "")
        draft.choose(provider: provider.descriptor.id)
        draft.keep(context)
        return .moved(to: SetupStep.connection.address)
    }

    /// Keeps the settings, and tries them unless that was done.
    private static func connect(_ context: PageContext) async throws -> PageAnswer {
        var draft = SetupDraft(context)
        guard let descriptor = context.descriptor(of: draft) else {
            return .moved(to: SetupStep.provider.address)
        }
        draft.takeSettings(of: descriptor, from: context.form)
        draft.keep(context)
        let action = context.form["action"] ?? "next"
        if action == "next", let test = draft.test(of: descriptor), test["problem"] == .null {
            return .moved(to: SetupStep.group.address)
        }
        if action == "anyway", draft.test(of: descriptor) != nil {
            return .moved(to: SetupStep.group.address)
        }
        do {
            let test = try await context.call(
                "testConnection", path: ["provider": descriptor.id],
                body: .object(["settings": draft.settings(of: descriptor)]))
            draft.note(test: test, of: descriptor)
            draft.keep(context)
            if action == "next", test["problem"] == .null { return .moved(to: SetupStep.group.address) }
            return try await SetupPages.answer(.connection, context, draft)
        } catch let problem as Problem where problem.status != .forbidden {
            return try await SetupPages.answer(.connection, context, draft, refused: problem)
        }
    }

    private static func nameGroup(_ context: PageContext) async throws -> PageAnswer {
        var draft = SetupDraft(context)
        draft.take(["name", "id", "admin"], from: context.form)
        if draft["name"] == nil, let id = draft["id"] {
            let known = (try? await context.list("listPlatformGroups"))?.first { $0["id"].plain == id }
            draft.name(known?["name"].plain ?? id)
        }
        draft.keep(context)
        if let problem = refusal(ofGroup: draft, context) {
            return try await SetupPages.answer(.group, context, draft, refused: problem)
        }
        return .moved(to: SetupStep.filters.address)
    }

    private static func refusal(ofGroup draft: SetupDraft, _ context: PageContext) -> Problem? {
        guard let id = draft["id"] else { return .badRequest(context.words("setup.idMissing")) }
        guard context.host.configuration.group(id) == nil else {
            return .conflict(context.words("setup.idTaken", ["id": .text(id)]))
        }
        return nil
    }

    private static func filter(_ context: PageContext) async throws -> PageAnswer {
        var draft = SetupDraft(context)
        draft.takeFilters(from: context.form)
        draft.keep(context)
        guard let descriptor = context.descriptor(of: draft) else {
            return .moved(to: SetupStep.provider.address)
        }
        do throws(FilterMistake) {
            _ = try Filters(
                languages: draft.filters.languages, contentTypes: draft.filters.contentTypes,
                terms: draft.filters.terms, of: descriptor)
        } catch {
            return try await SetupPages.answer(.filters, context, draft, refused: .badRequest(error.message))
        }
        return .moved(to: SetupStep.finish.address)
    }

    /// Writes the files, and begins the first sync.
    private static func finish(_ context: PageContext) async throws -> PageAnswer {
        var draft = SetupDraft(context)
        let reachable = SetupStep.finish.reachable(draft, context)
        guard reachable == .finish, let descriptor = context.descriptor(of: draft) else {
            return .moved(to: reachable.address)
        }
        draft.take(["tags"], from: context.form)
        draft.keep(context)
        if context.form["action"] == "keep" { return .moved(to: SetupStep.filters.address) }
        let made: JSONValue
        do { made = try await context.call("createGroup", body: draft.group(with: descriptor)) } catch let
            problem as Problem where problem.status != .forbidden
        {
            return try await SetupPages.answer(.finish, context, draft, refused: problem)
        }
        SetupDraft.drop(context)
        let group = made["group"]["id"].plain
        await SetupEnd.begin(context, group: group, provider: descriptor.id)
        let files = context.words.list(made["files"].elements.map(\.plain))
        return .moved(
            to: SetupEnd.address(group, descriptor.id),
            note: context.words("setup.written", ["files": .text(files)]))
    }
}
