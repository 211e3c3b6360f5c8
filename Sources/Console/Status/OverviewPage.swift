import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model
import Store

extension PageRoute {
    static let overview: [PageRoute] = [
        .page("/") { context in
            let state = try await DeploymentStates(context)
            let groups = context.groups.enumerated().map { index, group in
                JSONValue.record([
                    ("index", .text(String(index))), ("id", .text(group.id)), ("name", .text(group.name)),
                    ("file", .text(group.shownFile)),
                    ("address", .text(Address.group(group.id))), ("courses", .text(group.coursesAddress)),
                    ("offers", .list(context.offers(to: group))),
                    ("deployments", .list(group.deployments.map { .object(state.record($0)) })),
                ])
            }
            let overlaps = context.overlaps(
                try await context.call("listOverlaps", query: [("limit", "20"), ("externalIds", "0")]))
            return ConsolePage(
                "overview", context.words("section.overview"), in: .overview,
                [
                    ("groups", .list(groups)), ("hasGroups", .boolean(!groups.isEmpty)),
                    ("held", .list(state.held(for: context))),
                    ("backlog", .list(try await Backlog.rows(context))),
                    ("reasons", .texts(state.errors)), ("overlaps", .list(overlaps)),
                    ("hasOverlaps", .boolean(!overlaps.isEmpty)),
                ])
        },
        .page("/overlaps") { context in
            let cursor = context.query["cursor"]
            let answer = try await context.call(
                "listOverlaps",
                query: [("limit", "25"), ("externalIds", "5")] + (cursor.map { [("cursor", $0)] } ?? []))
            let overlaps = context.overlaps(answer)
            return ConsolePage(
                "overlaps", context.words("overlaps.title"), in: .overview,
                [
                    ("overlaps", .list(overlaps)), ("hasOverlaps", .boolean(!overlaps.isEmpty)),
                    ("csv", .text("/overlaps.csv")),
                    ("nextPage", context.next(answer, at: "/overlaps")),
                ])
        },
        .page("/overlaps/likely") { context in
            let cursor = context.query["cursor"]
            let answer = try await context.call(
                "listLikelyOverlaps", query: [("limit", "50")] + (cursor.map { [("cursor", $0)] } ?? []))
            let rows = answer["items"].elements.map(context.likelyOverlap)
            return ConsolePage(
                "overlaps-likely", context.words("overlaps.title"), in: .overview,
                [
                    ("rows", .list(rows)), ("hasRows", .boolean(!rows.isEmpty)),
                    ("csv", .text("/overlaps/likely.csv")),
                    ("nextPage", context.next(answer, at: "/overlaps/likely")),
                ])
        },
    ]
}

extension PageContext {
    /// The built-in providers that are not set up in a group.
    func offers(to group: GroupConfiguration) -> [JSONValue] {
        host.registry.providers.map(\.descriptor).filter { group.deployment(of: $0.id) == nil }.map {
            .record([
                ("name", .text($0.displayName)), ("address", .text(Address.deployment(group.id, $0.id))),
            ])
        }
    }

    /// A likely overlap with the address of each of its courses.
    fileprivate func likelyOverlap(_ overlap: JSONValue) -> JSONValue {
        let group = overlap["group"].plain
        let courses = zip(overlap["providers"].elements, overlap["ids"].elements).map {
            provider, id -> JSONValue in
            let course = JSONValue.record([("group", .text(group)), ("id", id)])
            let descriptor = host.registry[provider.plain]?.descriptor
            return course.with([
                ("providerName", .text(descriptor?.displayName ?? provider.plain)),
                ("address", .text(Address.course(course))),
            ])
        }
        return overlap.with([("groupName", .text(name(ofGroup: group))), ("courses", .list(courses))])
    }

    /// The overlaps of a page of the list.
    func overlaps(_ answer: JSONValue) -> [JSONValue] {
        answer["items"].elements.map { overlap in
            let ids = overlap["groups"].elements.map(\.plain)
            let names = ids.map { name(ofGroup: $0) }
            return overlap.with([
                ("one", .optional(names.first)), ("other", .optional(names.last)),
                ("first", overlap["externalIds"]), ("sides", .list(sides(of: ids))),
            ])
        }
    }

    /// What groups take of the providers that all of them have.
    private func sides(of ids: [String]) -> [JSONValue] {
        let groups = self.groups.filter { ids.contains($0.id) }
        return groups.flatMap { group in
            group.deployments.filter { one in groups.allSatisfy { $0.deployment(of: one.provider) != nil } }
                .map {
                    .record(
                        [
                            ("group", .text(group.name)),
                            (
                                "providerName",
                                .text(host.registry[$0.provider]?.descriptor.displayName ?? $0.provider)
                            ),
                            ("address", .text(Address.deployment(group.id, $0.provider))),
                        ] + words.filters(of: $0))
                }
        }
    }
}
