import ConnectorKit
import ConfigurationFiles
import ArgumentParser
import Host
import Model
import Store

struct TagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "The tags of a course: those of its provider, and those of people.",
        discussion: """
            With `tags: true` the subjects of a course are its provider's tags; a tag put on it by hand stays
            through every sync. Every subcommand prints the tags of the course as they are then.
            \(keysOfATag)
            """,
        subcommands: [List.self, Add.self, Remove.self])

    private static let keysOfATag = """
        Machine formats print one record a tag, with the keys \(Record.tagKeys.joined(separator: ", "));
        origin is provider or manual.
        """

    /// The course, and how its tags are told.
    struct Target: ParsableArguments {
        @OptionGroup var config: ConfigurationOption
        @Option(help: "The group's id or name.") var group: String
        @Option(help: "The course's id, as `courses` lists it.") var course: String
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        /// Does something to the course, and prints the tags it has after that.
        ///
        /// - Parameter change: what the audit trail calls it; nil where nothing is changed.
        func run(
            _ change: String? = nil,
            _ body: (HostRuntime, GroupConfiguration) async throws(TagFailure) -> [CourseTag]
        ) async throws {
            let session = Session()
            let host = try await session.host(config)
            let group = try host.group(group)
            let tags: [CourseTag]
            do {
                if let change {
                    let before = try await host.tags(course: course, in: group)
                    tags = try await host.audited(
                        change, of: "/groups/\(group.id)/courses/\(course)/tags",
                        before: .texts(before.map(\.name)), after: { .texts($0.map(\.name)) }
                    ) { try await body(host, group) }
                } else {
                    tags = try await body(host, group)
                }
            } catch let error as TagFailure {
                throw error.stop
            }
            try show(tags, session.terminal)
            guard change != nil else { return }
            try await Delivering(session: session).runIfDue(host, says: format == .human)
        }

        private func show(_ tags: [CourseTag], _ terminal: Terminal) throws {
            guard format == .human else {
                var writer = RecordWriter(format, keys: Record.tagKeys)
                for tag in tags { try writer.write(Record(tag)) }
                return try writer.finish()
            }
            guard !tags.isEmpty else { return try say("no tags") }
            var table = Table(["TAG", "ORIGIN"])
            for tag in tags { table.add([tag.name, tag.origin.rawValue]) }
            try say(table.text(terminal))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the tags of a course with their origin.", discussion: keysOfATag)
        @OptionGroup var target: Target

        func run() async throws {
            try await target.run { host, group async throws(TagFailure) in
                try await host.tags(course: target.course, in: group)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put tags on a course by hand; a tag that is new is made.", discussion: keysOfATag)
        @OptionGroup var target: Target
        @Argument(help: "The tags; case and surrounding space do not make another tag.") var tags: [String]

        func run() async throws {
            try await target.run("addTags") { host, group async throws(TagFailure) in
                try await host.addTags(tags, course: target.course, in: group)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take tags off a course that a person put there; those of the provider stay.",
            discussion: keysOfATag)
        @OptionGroup var target: Target
        @Argument(help: "The tags: all of them are removed, or none.") var tags: [String]

        func run() async throws {
            try await target.run("removeTag") { host, group async throws(TagFailure) in
                try await host.removeTags(tags, course: target.course, in: group)
            }
        }
    }
}

extension TagFailure {
    /// What the command ends with.
    fileprivate var stop: Stop {
        switch self {
        case .invalid(let message), .unknown(let message): .wrongUsage("tributary: \(message)")
        case .refused(let message): .failed("tributary: \(message)")
        case .store(let error): .store(error)
        }
    }
}
