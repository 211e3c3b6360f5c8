import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store
import Synchronization

extension Operation {
    static let statistics: [Operation] = [
        .list(
            "/groups/{group}/attempts", "listAttempts", "Learners' attempts at the courses of a group.",
            of: "Attempt", parameters: attemptParameters
        ) { call, paging in
            let group = try call.group()
            return try await call.attempts([group.id], paging)
        },
        .list(
            "/attempts", "listAllAttempts", "Learners' attempts in the groups that this token covers.",
            of: "Attempt", parameters: attemptParameters
        ) { call, paging in try await call.attempts(call.token.groups, paging) },
        .list(
            "/overlaps", "listOverlaps",
            "Courses that several groups receive, and the filters that cause it.",
            of: "Overlap",
            parameters: [
                Parameter(
                    name: "externalIds", shape: .integer(0...1_000_000),
                    help: "The most external ids of each pair of groups; default: all.")
            ]
        ) { call, paging in
            let (overlaps, hasMore) = try await call.host.store.overlaps(
                of: call.token.groups, offset: try paging.offset(), limit: paging.limit,
                ids: call.query["externalIds"]?.first.flatMap { Int($0) })
            return try paging.page(of: overlaps, hasMore: hasMore) { overlap in
                Record(
                    overlap,
                    filters: overlap.groups.map { call.host.filterText(of: overlap.provider, in: $0) })
            }
        },
        .list(
            "/overlaps/likely", "listLikelyOverlaps",
            "Courses of several providers in one group that are alike by title and language: likely the same content, not surely.",
            of: "LikelyOverlap"
        ) { call, paging in
            let start = try paging.offset()
            let (overlaps, total) = try await call.host.store.likelyOverlaps(
                of: call.token.groups, offset: start, limit: paging.limit)
            return try paging.page(of: overlaps, hasMore: start + overlaps.count < total) { Record($0) }
        },
    ]

    private static let attemptParameters = [
        Parameter(
            name: "user", shape: .text(minimum: 1, maximum: 1_000),
            help: "A learner's e-mail address; case does not matter."),
        Parameter(
            name: "course", shape: .text(minimum: 1, maximum: 30),
            help: "The id of a course, or its provider's."),
    ]
}

extension APICall {
    /// - Parameter groups: the groups whose attempts are read; all if empty.
    fileprivate func attempts(_ groups: [String], _ paging: Paging) async throws -> Page {
        var query = AttemptQuery(user: self.query["user"]?.first)
        if let course = self.query["course"]?.first {
            let named = try await self.course(course, in: groups.count == 1 ? groups[0] : nil)
            guard let named, groups.isEmpty || groups.contains(named.group) else {
                return Page(items: [], next: nil)
            }
            query.course = named.id
        }
        let after = try paging.number(or: 0)
        query.after = after
        query.limit = paging.limit
        let found = Mutex<[Attempt]>([])
        for group in groups.isEmpty ? [nil] : groups.map(Optional.some) {
            query.group = group
            try await host.store.forEachAttempt(query) { batch in found.withLock { $0 += batch } }
        }
        let all = found.withLock { $0 }.sorted { $0.id < $1.id }
        let page = all.prefix(paging.limit)
        let isWhole = page.count < paging.limit
        return Page(items: page.map { Record($0) }, next: isWhole ? nil : page.last.map { String($0.id) })
    }
}
