import ConnectorKit
import ArgumentParser
import Host
import Model

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

    /// The course, and how its tags are shown.
    struct Target: ParsableArguments {
        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: CourseTarget
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        /// Changes the tags of the course, or does not, and prints those it has then.
        func run(_ change: ((Course) -> Change<[CourseTag]>)? = nil) async throws {
            let session = Session()
            let host = try await session.host(config)
            let course = try await target.known(to: host)
            guard let change else { return try show(course.tags, session.terminal) }
            try show(try await host.perform(change(course)), session.terminal)
            try await Delivering(session: session).runIfDue(host, says: format == .human)
        }

        private func show(_ tags: [CourseTag], _ terminal: Terminal) throws {
            guard format == .human else {
                return try format.write(tags.map { Record($0) }, keys: Record.tagKeys)
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

        func run() async throws { try await target.run() }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put tags on a course by hand; a tag that is new is made.", discussion: keysOfATag)
        @OptionGroup var target: Target
        @Argument(help: "The tags; case and surrounding space do not make another tag.") var tags: [String]

        func run() async throws { try await target.run { .addTags(tags, to: $0) } }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take tags off a course that a person put there; those of the provider stay.",
            discussion: keysOfATag)
        @OptionGroup var target: Target
        @Argument(help: "The tags: all of them are removed, or none.") var tags: [String]

        func run() async throws { try await target.run { .removeTags(tags, from: $0) } }
    }
}
