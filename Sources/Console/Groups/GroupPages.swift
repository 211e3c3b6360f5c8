import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let groups: [PageRoute] =
        [
            .page("/groups/{group}") { try await GroupPages.page($0) },
            .form("/groups/{group}/name") { context in
                do {
                    let name = context.form["name"] ?? ""
                    _ = try await context.call("changeGroup", body: .object(["name": .text(name)]))
                    return .moved(
                        to: Address.group(context["group"]),
                        note: context.words("group.renamed", ["name": .text(name)]))
                } catch let problem as Problem where problem.status != .forbidden {
                    return .page(try await GroupPages.page(context, refused: problem))
                }
            },
            .page("/groups/{group}/remove") { try await GroupPages.removal($0) },
            .form("/groups/{group}/remove") { context in
                let name = context.name(ofGroup: context["group"])
                do {
                    let answer = try await context.call("removeGroup")
                    return .moved(
                        to: "/",
                        note: context.words(
                            "group.removed", ["name": .text(name), "file": answer["file"]]))
                } catch let problem as Problem where problem.status != .forbidden {
                    return .page(try await GroupPages.removal(context, refused: problem))
                }
            },
        ] + CourseCollection.allCases.flatMap(CollectionPage.routes)
}

/// A group: its providers with their courses, its name, and its removal.
enum GroupPages {
    static func page(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        let state = try await DeploymentStates(context)
        return ConsolePage(
            "group", group.name, in: .overview,
            [
                ("tabs", context.tabs(of: group.id, at: .group)), ("id", .text(group.id)),
                ("file", .text(group.shownFile)), ("here", .text(Address.group(group.id))),
                ("deployments", .list(group.deployments.map { .object(state.record($0)) })),
                ("offers", .list(context.offers(to: group))),
                ("name", .text(context.form["name"] ?? group.name)), ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }

    /// What the removal of a group would archive, before it is confirmed.
    static func removal(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        try context.caller.requireAdmin()
        let group = try context.caller.group(context["group"])
        let statuses = try await context.list("listStatus").filter { $0["group"].plain == group.id }
        return ConsolePage(
            "remove-group", context.words("group.removeName", ["name": .text(group.name)]), in: .overview,
            [
                ("here", .text(Address.group(group.id))), ("file", .text(group.shownFile)),
                ("group", .text(group.name)),
                ("count", .integer(statuses.map { $0["active"].count }.reduce(0, +))),
                ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }
}

/// The pages of one group, as tabs.
enum GroupTab: String, CaseIterable {
    case group, courses, catalog, library
}

extension PageContext {
    func tabs(of group: String, at here: GroupTab) -> JSONValue {
        .list(
            GroupTab.allCases.map { tab in
                .record([
                    ("label", .text(words("groupTab.\(tab.rawValue)"))),
                    (
                        "address",
                        .text(Address.group(group) + (tab == .group ? "" : "/\(tab.rawValue)"))
                    ), ("isHere", .boolean(tab == here)),
                ])
            })
    }
}

extension Address {
    static func group(_ id: String) -> String { "/groups/\(id.percentEncoded)" }
}
