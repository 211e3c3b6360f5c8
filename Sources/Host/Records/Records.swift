import ConnectorKit
package import Foundation
package import Model
package import Store

/// The records of rule R2.
extension Record {
    package static let courseKeys = [
        "id", "group", "provider", "externalId", "name", "description", "image", "duration", "authors",
        "publisher",
        "lang", "launchUrl", "modifiedAt", "subjects", "tags", "contentType", "providerType", "archived",
        "archivedBecause", "retiresAt",
    ]

    /// A course: `duration` in minutes, `lang` BCP 47, times ISO 8601 UTC.
    package init(_ course: Course) {
        let content = course.content
        let values: [JSONValue] = [
            .text(String(course.id)), .text(course.group), .text(course.provider), .text(content.externalID),
            .text(content.name), .optional(content.description), .optional(content.image),
            .optional(content.duration), .texts(content.authors), .optional(content.publisher),
            .optional(content.language), .text(content.launchURL), .time(content.modifiedAt),
            .texts(content.subjects), .texts(course.tags.map(\.name)), .text(content.contentType.rawValue),
            .text(content.providerType),
            .boolean(course.isArchived), course.isArchived ? .texts(course.reasons.names) : .null,
            .time(content.retiresAt),
        ]
        self.init(Array(zip(Self.courseKeys, values)))
    }

    package static let tagKeys = ["name", "origin"]

    /// A tag on a course; `origin` is `provider` or `manual`.
    package init(_ tag: CourseTag) {
        self.init(Array(zip(Self.tagKeys, [.text(tag.name), .text(tag.origin.rawValue)])))
    }

    package static let runKeys = [
        "id", "kind", "provider", "connection", "groups", "started", "finished", "outcome", "error", "seen",
        "created",
        "updated", "unchanged", "archived", "unarchived", "skipped", "requests", "bytes", "seconds",
    ]

    /// A run; `outcome` and `finished` are null while it goes on.
    ///
    /// - Parameter kept: false for a dry run, which has no id to ask for.
    package init(_ run: Run, kept: Bool = true) {
        let counters = run.counters
        let counts = [
            counters.seen, counters.created, counters.updated, counters.unchanged, counters.archived,
            counters.unarchived, counters.skipped, counters.requests, counters.bytes,
        ].map { JSONValue.integer($0) }
        let values: [JSONValue] =
            [
                kept ? .text(String(run.id.number)) : .null, .text(run.kind), .text(run.provider),
                .text(run.connection.name),
                .texts(run.groups), .time(run.started), .time(run.finished), .optional(run.outcome?.rawValue),
                .optional(run.error),
            ] + counts + [.number((run.seconds * 1000).rounded() / 1000)]
        self.init(Array(zip(Self.runKeys, values)))
    }

    package static let overlapKeys = ["groups", "count", "externalIds", "filters"]

    /// - Parameter filters: the filters that let both groups have the courses, one text a group.
    package init(_ overlap: Overlap, filters: [String]) {
        self.init([
            ("groups", .texts(overlap.groups)), ("count", .integer(overlap.count)),
            ("externalIds", .texts(overlap.externalIDs)), ("filters", .texts(filters)),
        ])
    }

    package static let likelyOverlapKeys = ["group", "name", "lang", "providers", "externalIds", "ids"]

    /// Title and language are those of the first course; the lists have one element for each course.
    package init(_ overlap: LikelyOverlap) {
        self.init([
            ("group", .text(overlap.group)), ("name", .optional(overlap.courses.first?.name)),
            ("lang", .optional(overlap.courses.first?.language)),
            ("providers", .texts(overlap.courses.map(\.provider))),
            ("externalIds", .texts(overlap.courses.map(\.externalID))),
            ("ids", .texts(overlap.courses.map { String($0.id) })),
        ])
    }

    package static let tokenKeys = ["id", "name", "role", "groups", "created", "expires", "state"]

    /// A token, without its text; `state` is active, expired or revoked.
    package init(_ token: APIToken, at time: Date) {
        self.init([
            ("id", .text(String(token.id))), ("name", .text(token.name)),
            ("role", .text(token.role.rawValue)),
            ("groups", .texts(token.groups)), ("created", .time(token.created)),
            ("expires", .time(token.expires)), ("state", .text(token.state(at: time).rawValue)),
        ])
    }

    package static let previewKeys = ["archived", "unarchived"]

    /// What a filter would do; courses that would come into being count as unarchived.
    package init(preview changes: StandingChanges) {
        self.init([
            ("archived", .integer(changes.archived)),
            ("unarchived", .integer(changes.unarchived + changes.created)),
        ])
    }
}
