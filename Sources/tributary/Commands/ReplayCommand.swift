import ArgumentParser
import Host
import Store

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Try set-aside events again: all of them, or one.",
        discussion: """
            An event is set aside when what it is about could not be read again and again; it is kept for as long
            as `retention: events` says. Machine formats print one record an event, with the keys
            \(Record.eventKeys.joined(separator: ", ")).
            outcome is done, set_aside or pending; subject is the provider's id of the enrolment or content.
            Exit status 0: all done; 1: something is set aside again, or still waits.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The id of an event; all that are set aside when left out.") var id: Int64?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let events = try await storing { () async throws(StoreError) in
            try await host.replay(id.map(StoredEvent.ID.init))
        }
        if let id, events.isEmpty {
            throw Stop.wrongUsage(
                "tributary: no event \(id) is set aside; `tributary replay` tries all that are")
        }
        try show(events, session)
        if events.contains(where: { $0.state != .done }) {
            throw Stop(status: ExitStatus.failed, message: "")
        }
    }

    private func show(_ events: [StoredEvent], _ session: Session) throws {
        guard format == .human else {
            var writer = RecordWriter(format, keys: Record.eventKeys)
            for event in events { try writer.write(Record(event)) }
            return try writer.finish()
        }
        guard !events.isEmpty else { return try say("No event is set aside.") }
        var table = Table(["ID", "EVENT", "SUBJECT", "OUTCOME", "BECAUSE"], numeric: [0])
        for record in events.map({ Record($0) }) {
            table.add(["id", "type", "subject", "outcome", "reason"].map { record[$0]?.plain ?? "" })
        }
        try say(table.text(session.terminal))
    }
}
