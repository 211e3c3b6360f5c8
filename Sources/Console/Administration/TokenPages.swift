import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model
import Runtime

extension PageRoute {
    static let tokens: [PageRoute] = [
        .page("/tokens") { try await TokenPages.page($0) },
        .form("/tokens") { context in
            do {
                let made = try await context.call("createToken", body: TokenPages.request(context.form))
                // Shown now or never: there is no address that shows it again.
                return .page(try await TokenPages.page(context, made: made["token"].plain))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await TokenPages.page(context, refused: problem))
            }
        },
        .form("/tokens/{token}/revoke") { context in
            _ = try await context.call("revokeToken")
            return .moved(to: "/tokens", note: context.words("tokens.revoked"))
        },
    ]
}

/// Who may use API and console.
enum TokenPages {
    /// How long a new token may live, in days; the first is chosen at the start.
    private static let lifetimes = [90, 30, 365]

    static func request(_ form: FormFields) -> JSONValue {
        var body: [String: JSONValue] = [
            "name": .text(form["name"] ?? ""), "role": .text(form["role"] ?? Role.viewer.rawValue),
        ]
        if let days = form["expires"].flatMap(Int.init) { body["expires"] = .integer(days) }
        let groups = form.all("group")
        if !groups.isEmpty { body["groups"] = .list(groups.map(JSONValue.text)) }
        return .object(sorting: body)
    }

    static func page(_ context: PageContext, made: String? = nil, refused: Problem? = nil) async throws
        -> ConsolePage
    {
        let tokens = try await context.list("listTokens").map { token in
            token.with([
                (
                    "groupNames",
                    .text(
                        context.words.list(token["groups"].elements.map { context.name(ofGroup: $0.plain) }))
                ),
                ("isActive", .boolean(token["state"].plain == "active")),
                ("isOwn", .boolean(token["id"].plain == String(context.token.id))),
            ])
        }
        // What was typed is shown again only if it was refused.
        let form = refused == nil ? FormFields() : context.form
        let groups = context.groups.map {
            JSONValue.record([
                ("id", .text($0.id)), ("name", .text($0.name)),
                ("isChosen", .boolean(form.all("group").contains($0.id))),
            ])
        }
        return context.administrationPage(
            .tokens,
            [
                ("tokens", .list(tokens)), ("made", .optional(made)), ("name", .optional(form["name"])),
                ("isAdmin", .boolean(form["role"] == Role.admin.rawValue)), ("groups", .list(groups)),
                (
                    "lifetimes",
                    .list(lifetimes.map { .record([("count", .integer($0)), ("value", .text(String($0)))]) })
                ),
            ], refused: refused)
    }
}
