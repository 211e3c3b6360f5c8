import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Model
import Store

struct AttemptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempts", abstract: "Learners' attempts at courses.",
        discussion: """
            A course that several groups have counts once in each: an attempt is a row a group.
            Machine formats print the keys
            \(Record.attemptKeys.joined(separator: ", ")).
            user is an e-mail address, progress per cent, times are ISO 8601 UTC; completedAt is null while an
            attempt is open, timeSpentInMilliseconds where the duration of the course is unknown, score always.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "Only this group (id or name).") var group: String?
    @Option(help: "Only this learner: an e-mail address, in any case.") var user: String?
    @Option(help: "Only this course: its id, as `courses` lists it, or its provider's.") var course: String?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let group = try group.map { try host.group($0) }
        let query = AttemptQuery(group: group?.id, user: user, course: try await course(in: group, host))
        if format == .human { return try await printTable(query, host, session.terminal) }
        let writer = Sink(RecordWriter(format, keys: Record.attemptKeys))
        do {
            try await host.store.forEachAttempt(query) { batch in
                for attempt in batch { try writer.write(Record(attempt)) }
            }
        } catch {
            throw writer.failure ?? error
        }
        try writer.finish()
    }

    private func course(in group: GroupConfiguration?, _ host: HostRuntime) async throws -> Int64? {
        guard let course else { return nil }
        switch try await host.course(named: course, in: group?.id) {
        case .one(let known): return known.id
        case .several(let sentence): throw Stop.wrongUsage("tributary: \(sentence)")
        case .none:
            let place = group.map { "\($0.name) has no" } ?? "there is no"
            throw Stop.wrongUsage("tributary: \(place) course \"\(course)\"; `courses` lists the ids")
        }
    }

    private func printTable(_ query: AttemptQuery, _ host: HostRuntime, _ terminal: Terminal) async throws {
        let zone = host.configuration.host.timezone
        let limit = terminal.isInteractive ? 200 : Int.max
        let names = Dictionary(
            host.configuration.groups.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let sink = TableSink(
            Table(
                [
                    "GROUP", "EXTERNAL ID", "USER", zone.heading("FROM"), zone.heading("TO"), "PROGRESS",
                    "RESULT", "MINUTES",
                ],
                numeric: [5, 7]))
        try await host.store.forEachAttempt(query) { batch in
            for attempt in batch {
                let state = attempt.state
                sink.add(
                    [
                        names[attempt.group] ?? attempt.group, attempt.externalCourseID, attempt.user,
                        state.firstActivity.minuteText(in: zone), state.lastActivity.minuteText(in: zone),
                        "\(state.progress) %", state.result?.rawValue ?? "",
                        state.timeSpent.map { (Double($0) / 60_000).oneDecimal } ?? "",
                    ], keep: limit)
            }
        }
        let (table, count) = sink.result
        if count > 0 { try say(table.text(terminal)) }
        let more = count > limit ? "; the first \(limit) are shown, --format prints all" : ""
        try say("\(count.grouped) attempt\(count == 1 ? "" : "s")\(more)")
    }
}
