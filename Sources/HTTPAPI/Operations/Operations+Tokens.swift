import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model

extension Operation {
    static let tokens: [Operation] = [
        .list("/tokens", "listTokens", "The tokens.", of: "Token", role: .admin) { call, paging in
            let now = Date()
            return try paging.page(of: try await call.host.tokens()) { Record($0, at: now) }
        },
        .change(
            .post, "/tokens", "createToken", "Create a token; only this answer contains its text.",
            body: .object([
                .init("name", .text(minimum: 1, maximum: 200)),
                .init("role", .choice(Role.allCases.map(\.rawValue))),
                .init("expires", .integer(1...36_500), required: false, "Days until it expires."),
                .init(
                    "groups", .list(.text(minimum: 1, maximum: 200), maximum: 500), required: false,
                    "Limits the token to these groups."),
                .init(
                    "link", .boolean, required: false,
                    "Whether a link that signs in once is returned instead of the token."),
            ]), status: .created,
            answer: .object([
                .init("token", .nullable(.text()), "Null if a link was requested."),
                .init("link", .nullable(.text()), "Shows the token to whoever opens it within 24 hours."),
                .init("record", .named("Token")),
            ]), problems: [.conflict, .notFound]
        ) { call in
            guard let name = call.body?["name"]?.text, let role = call.body?["role"]?.text.flatMap(Role.init)
            else {
                throw Problem.badRequest("name and role are needed")
            }
            let groups = call.body?["groups"]?.texts ?? []
            for group in groups where call.host.configuration.group(group) == nil {
                throw Problem.notFound("there is no group \"\(group)\"")
            }
            return .createToken(name: name, role: role, groups: groups, days: call.body?["expires"]?.integer)
        } answering: { call, made in
            let isLinked = call.body?["link"]?.flag ?? false
            let link = isLinked ? try await call.host.link(to: made.token) : nil
            return .object(
                Record([
                    ("token", isLinked ? .null : .text(made.text.reveal())),
                    ("link", .optional(link?.address(at: call.live.origin))),
                    ("record", .object(Record(made.token, at: call.host.now))),
                ]))
        },
        .change(
            .delete, "/tokens/{token}", "revokeToken", "Revoke a token at once.", status: .noContent
        ) {
            .revokeToken(try await $0.knownToken(), on: $0.host)
        } answering: { _, _ in
            .null
        },
    ]
}

extension APICall {
    fileprivate func knownToken() async throws -> APIToken {
        guard let token = try await host.tokens().first(where: { String($0.id) == self["token"] }) else {
            throw Problem.notFound("there is no token \"\(self["token"])\"")
        }
        return token
    }
}
