import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let retiring: [Operation] = [
        .list(
            "/retiring", "listRetiring", "Content that its provider will retire, earliest date first.",
            of: "Retiring",
            parameters: [
                Parameter(
                    name: "group", shape: .text(minimum: 1, maximum: 200),
                    help: "Only content of this group."),
                Parameter(
                    name: "past", shape: .boolean,
                    help: "Instead what is past its date and still active, latest date first; default: false."
                ),
            ], problems: [.notFound]
        ) { call, paging in
            let group = call.query["group"]?.first
            if let group { _ = try call.caller.group(group) }
            let offset = try paging.offset()
            let retiring = try await call.host.store.retiring(
                group: group, isPast: call.flag("past"), among: call.token.groups, offset: offset,
                limit: paging.limit + 1, at: call.host.now)
            return try paging.page(of: retiring.prefix(paging.limit), hasMore: retiring.count > paging.limit)
            { Record(used: $0) }
        },
        .change(
            .put, "/groups/{group}/courses/{course}/replacement", "replaceInPaths",
            "Put another course of the group into the place of this one in every path; archived courses cannot be added.",
            body: .object([.init("by", .text(minimum: 1, maximum: 200), "The other course.")]),
            answer: .object([.init("paths", .list(.named("Path")), "The paths that changed.")]),
            problems: [.conflict]
        ) { call in
            try call.requireWhole()
            let group = try call.group()
            let course = try await call.course()
            let word = call.body?["by"]?.text ?? ""
            guard let other = try await call.course(word, in: group.id) else {
                throw Problem.notFound("\(group.name) has no course \"\(word)\"")
            }
            guard other.id != course.id else { throw Problem.conflict("by: another course was expected") }
            return Change(call, before: .object(Record(course))) { host in
                let (placement, paths) = try await host.store.replaceInPaths(course.id, by: other.id)
                try placement.require(other)
                return JSONValue.object(Record([("paths", .list(paths.map { .object(Record($0)) }))]))
            }
        },
    ]
}

extension Record {
    /// Content that retires, with its courses and those of what the provider suggests instead.
    fileprivate init(used content: RetiringContent) {
        func record(_ course: RetiringContent.GroupCourse) -> [(String, JSONValue)] {
            [("group", .text(course.group)), ("course", .text(String(course.id)))]
        }
        let uses = content.uses.map { use in
            let paths = use.paths.map {
                JSONValue.object(Record([("id", .text(String($0.id))), ("name", .text($0.name))]))
            }
            return JSONValue.object(Record(record(use.course) + [("paths", .list(paths))]))
        }
        let suggestions = content.suggestions?.map { suggestion in
            JSONValue.object(
                Record([
                    ("externalId", .text(suggestion.externalID)), ("name", .optional(suggestion.name)),
                    ("courses", .list(suggestion.courses.map { .object(Record(record($0))) })),
                ]))
        }
        self.init(
            Record(content).members.map { ($0.name, $0.value) } + [
                ("uses", .list(uses)), ("suggestions", suggestions.map(JSONValue.list) ?? .null),
            ])
    }
}
