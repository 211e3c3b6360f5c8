import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Model
import Store

struct CoursesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "courses", abstract: "List, search, archive and unarchive the courses of a group.",
        discussion: keysOfACourse, subcommands: [List.self, Archive.self, Unarchive.self],
        defaultSubcommand: List.self)

    private static let keysOfACourse = """
        `tributary courses --group G` lists; `tributary courses list --help` names its options.
        Machine formats print every course in order of externalId, with the keys
        \(Record.courseKeys.joined(separator: ", ")).
        duration is minutes, lang BCP 47, times are ISO 8601 UTC; archivedBecause is null or a list
        out of provider, filter, manual, disabled.
        """

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List or search the courses of a group.",
            discussion: keysOfACourse)

        @OptionGroup var config: ConfigurationOption
        @Option(help: "The group's id or name.") var group: String
        @Option(
            help:
                "Words of name, description, subjects, authors or publisher; beginnings of words are enough.")
        var search: String?
        @Option(name: .customLong("language"), help: "A language such as en or en-US; may be repeated.")
        var languages: [String] = []
        @Option(name: .customLong("type"), help: "A provider's content type such as video; may be repeated.")
        var types: [String] = []
        @Option(help: "Archived courses: yes, no or any.") var archived = ArchivedChoice.no
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func run() async throws {
            let session = Session()
            let host = try await session.host(config)
            let group = try host.group(group)
            try check(types, of: group, host)
            var query = CourseQuery(group: group.id)
            query.search = search
            query.languages = try languages.map { try LanguageTag(given: $0) }
            query.types = types
            query.archived = archived.query
            if format == .human { return try await printTable(query, host, session.terminal) }
            let writer = Sink(RecordWriter(format, keys: Record.courseKeys))
            do {
                try await host.store.forEachCourse(query) { batch in
                    for course in batch { try writer.write(Record(course)) }
                }
            } catch {
                throw writer.failure ?? error
            }
            try writer.finish()
        }

        /// A type is right where one of the group's providers has it.
        private func check(_ types: [String], of group: GroupConfiguration, _ host: HostRuntime) throws {
            let known = group.deployments.compactMap { host.registry[$0.provider]?.descriptor }
            for type in types where !known.contains(where: { $0.filters.contentTypes.contains(type) }) {
                _ = try known.first?.contentType(given: type)
            }
        }

        private func printTable(_ query: CourseQuery, _ host: HostRuntime, _ terminal: Terminal) async throws
        {
            let limit = terminal.isInteractive ? 200 : Int.max
            let sink = TableSink(
                Table(["ID", "EXTERNAL ID", "NAME", "TYPE", "LANG", "MIN", "STATE"], numeric: [5]))
            try await host.store.forEachCourse(query) { batch in
                for course in batch {
                    let content = course.content
                    sink.add(
                        [
                            String(course.id), content.externalID, content.name, content.providerType,
                            content.language ?? "", content.duration.map { String($0) } ?? "",
                            course.isArchived
                                ? "archived: " + course.reasons.names.joined(separator: ", ") : "active",
                        ], keep: limit)
                }
            }
            let (table, count) = sink.result
            if count > 0 { try say(table.text(terminal)) }
            let more = count > limit ? "; the first \(limit) are shown, --format prints all" : ""
            try say("\(count) course\(count == 1 ? "" : "s")\(more)")
        }
    }

    private static let delivered = """
        With an LMS in tributary.yaml the change is delivered; exit status 1 if it was refused or still waits.
        """

    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Archive a course by hand (reason: manual).", discussion: delivered)
        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: CourseTarget

        func run() async throws { try await target.setArchived(true, config) }
    }

    struct Unarchive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift an archiving by hand; other reasons stay.", discussion: delivered)
        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: CourseTarget

        func run() async throws { try await target.setArchived(false, config) }
    }
}

/// One course of a group.
struct CourseTarget: ParsableArguments {
    @Option(help: "The group's id or name.") var group: String
    @Option(help: "The course's id, as `courses` lists it, or its provider's.") var course: String

    func known(to host: HostRuntime) async throws -> Course {
        let group = try host.group(group)
        switch try await host.course(named: course, in: group.id) {
        case .one(let known): return known
        case .several(let sentence): throw Stop.wrongUsage("tributary: \(sentence)")
        case .none:
            throw Stop.wrongUsage(
                "tributary: \(group.name) has no course \"\(course)\"; `courses` lists the ids")
        }
    }

    func setArchived(_ archived: Bool, _ config: ConfigurationOption) async throws {
        let session = Session()
        let host = try await session.host(config)
        let changed = try await host.perform(.archive(archived, try await known(to: host)))
        let state =
            changed.isArchived ? "archived (\(changed.reasons.names.joined(separator: ", ")))" : "active"
        try say("\(changed.content.name): \(state)")
        try await Delivering(session: session).runIfDue(host, says: true)
    }
}

/// What `--archived` may say.
enum ArchivedChoice: String, ExpressibleByArgument, CaseIterable {
    case yes, no, any

    var query: CourseQuery.Archived {
        switch self {
        case .yes: .yes
        case .no: .no
        case .any: .any
        }
    }
}
