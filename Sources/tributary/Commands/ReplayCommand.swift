import Delivery
import ConnectorKit
import Webhooks
import Push
import Model
import ArgumentParser
import Host
import Push
import Store
import Webhooks

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Try set-aside events and pushes again: all of them, or one.",
        discussion: """
            An event is set aside when what it is about could not be read again and again; it is kept for as long
            as `retention: events` says. A push is set aside after five tries; its id begins with push-.
            With an LMS in tributary.yaml what it refused too often to be sent by itself is sent again as well,
            unless an id is named. Machine formats print one record an event, with the keys
            \(Record.eventKeys.joined(separator: ", ")).
            outcome is done, set_aside or pending; subject is the provider's id of the enrolment or content.
            Exit status 0: all done; 1: something is set aside again, or still waits.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The id of an event or push; all that are set aside when left out.") var id: String?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let replay = try await host.perform(.replay(id))
        let (records, deliveries) = (replay.records, replay.deliveries)
        if format != .human || !records.isEmpty {
            try show(records, session)
        } else if deliveries == 0 {
            try say("Nothing is set aside.")
        }
        if deliveries > 0, format == .human {
            try say(
                "\(deliveries.grouped) set-aside deliver\(deliveries == 1 ? "y is" : "ies are") sent again.")
        }
        try await Delivering(session: session).runIfDue(host, resending: true, says: format == .human)
        let failed =
            replay.events.contains { $0.state != .done }
            || replay.pushes.contains { $0.state != .done || $0.outcome?.isFailure == true }
        if failed { throw Stop(status: ExitStatus.failed, message: "") }
    }

    private func show(_ events: [Record], _ session: Session) throws {
        guard format == .human else {
            return try format.write(events, keys: Record.eventKeys)
        }
        var table = Table(["ID", "EVENT", "SUBJECT", "OUTCOME", "BECAUSE"], numeric: [0])
        for record in events {
            table.add(["id", "type", "subject", "outcome", "reason"].map { record[$0]?.plain ?? "" })
        }
        try say(table.text(session.terminal))
    }
}
