import Model
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Store

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Access to the API and the console.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token; it is printed once, and nowhere kept.",
            discussion: """
                With --link a link is printed instead, for whoever is to have the token: opened within 24 hours, it
                signs in to the console once, and shows the token for the next time.
                Machine formats print one record with the keys
                \((Record.tokenKeys + ["token"]).joined(separator: ", ")); with --link, link stands for token.
                """)

        @OptionGroup var config: ConfigurationOption
        @Option(help: "admin may change everything, viewer may look.") var role: RoleArgument
        @Option(help: "Whose it is; no two tokens in use have the same name.") var name: String
        @Option(help: "Days until it ends; without it, it does not.") var expires: Int?
        @Option(help: "Only this group (id or name); may be given several times.") var group: [String] = []
        @Flag(help: "Print a link that signs in once, and not the token.") var link = false
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func validate() throws {
            if let expires { try require("--expires", expires, in: 1...36500, "a number of days from 1") }
            if name.allSatisfy(\.isWhitespace) {
                throw ValidationError("--name is empty; say whose token it is")
            }
        }

        func run() async throws {
            let host = try await Session().host(config)
            let groups = try group.map { try host.group($0).id }
            let origin = link ? try origin(of: host) : ""
            let made = try await host.perform(
                .createToken(name: name, role: role.role, groups: groups, days: expires))
            let text =
                link ? try await host.link(to: made.token).address(at: origin) : made.text.reveal()
            guard format == .human else {
                let key = link ? "link" : "token"
                let record = Record(made.token, at: Date()).members.map { ($0.name, $0.value) }
                return try format.write(
                    [Record(record + [(key, .text(text))])], keys: Record.tokenKeys + [key])
            }
            try say("\(text)")
            complain(
                link
                    ? "tributary: this link is shown once, and signs in once within 24 hours"
                    : "tributary: this token is shown once; keep it where secrets are kept")
        }

        /// Where the console is reached.
        private func origin(of host: HostRuntime) throws -> String {
            if let origin = host.configuration.host.origin() { return origin }
            throw Stop.wrongUsage(
                "tributary: no link can be made, since `http: listen` takes any free port; write one, or a public_url"
            )
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who has access.",
            discussion:
                "Machine formats print one record a token, with the keys \(Record.tokenKeys.joined(separator: ", "))."
        )

        @OptionGroup var config: ConfigurationOption
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func run() async throws {
            let session = Session()
            let host = try await session.host(config)
            let tokens = try await host.tokens()
            let now = Date()
            guard format == .human else {
                return try format.write(tokens.map { Record($0, at: now) }, keys: Record.tokenKeys)
            }
            guard !tokens.isEmpty else { return try say("No token yet; `tributary token create` makes one.") }
            let zone = host.configuration.host.timezone
            var table = Table(
                ["ID", "NAME", "ROLE", "GROUPS", zone.heading("CREATED"), zone.heading("EXPIRES"), "STATE"],
                numeric: [0])
            for token in tokens {
                let groups = token.groups.map { host.configuration.group($0)?.name ?? $0 }
                table.add([
                    String(token.id), token.name, token.role.rawValue,
                    groups.isEmpty ? "all" : groups.joined(separator: ", "),
                    token.created.minuteText(in: zone), token.expires?.minuteText(in: zone) ?? "never",
                    token.state(at: now).rawValue,
                ])
            }
            try say(table.text(session.terminal))
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a token at once.")

        @OptionGroup var config: ConfigurationOption
        @Argument(help: "The token's id or name.") var token: String

        func run() async throws {
            let host = try await Session().host(config)
            let tokens = try await host.tokens()
            let named = tokens.first { $0.name == token && $0.revoked == nil }
            guard let found = named ?? tokens.first(where: { String($0.id) == token }) else {
                throw Stop.wrongUsage("tributary: no token \"\(token)\"; `tributary token list` shows them")
            }
            guard found.revoked == nil else {
                return try say("\(found.name) was revoked before.")
            }
            try await host.perform(.revokeToken(found, on: host))
            try say("\(found.name) opens nothing any more.")
        }
    }
}

/// A role as a command line names it.
enum RoleArgument: String, ExpressibleByArgument, CaseIterable {
    case admin, viewer

    var role: Role {
        switch self {
        case .admin: .admin
        case .viewer: .viewer
        }
    }
}
