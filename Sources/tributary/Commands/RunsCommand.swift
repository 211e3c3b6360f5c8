import ConnectorKit
import ConfigurationFiles
import ArgumentParser
import Delivery
import Host
import Model
import Store

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "The history of runs; with an id, one run and what it skipped.",
        discussion: """
            Machine formats print run records with the keys
            \(Record.runKeys.joined(separator: ", ")).
            Items are counted in seen and skipped, courses over all groups in the rest; of kind stats enrolments
            and attempts; of kind push rows and those refused or set aside; of kind delivery what was sent and what
            the LMS refused, of kind reconcile beside that what was found on the LMS. With an id, two keys follow: skippedItems, a list of externalId and reason, and remarks,
            a list of what was unusual without changing the outcome. With --held they print course records, as
            `courses` does.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The id of a run.") var id: Int64?
    @Flag(help: "With the id of a held run: the courses that its listing would archive.") var held = false
    @Option(help: "How many runs, the newest first; machine formats print all when left out.") var limit: Int?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func validate() throws {
        if let limit { try require("--limit", limit, in: 1..., "a number from 1") }
        if held, id == nil { throw ValidationError("--held needs the id of a run") }
    }

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        if let id { return try await show(RunID(id), host, session) }
        let limit = limit ?? (format == .human ? 20 : nil)
        let runs = try await host.store.runs(limit: limit)
        guard format == .human else {
            return try format.write(runs.map { Record($0) }, keys: Record.runKeys)
        }
        guard !runs.isEmpty else { return try say("No run yet; `tributary sync` makes one.") }
        let zone = host.configuration.host.timezone
        var table = Table(
            [
                "ID", zone.heading("STARTED"), "KIND", "PROVIDER", "OUTCOME", "SEEN", "CREATED", "UPDATED",
                "ARCHIVED",
                "SKIPPED", "SECONDS",
            ],
            numeric: [0, 5, 6, 7, 8, 9, 10])
        for run in runs {
            let counters = run.counters
            table.add([
                String(run.id.number), run.started.minuteText(in: zone), run.kind,
                run.provider, run.outcome?.rawValue ?? "running", counters.seen.grouped,
                counters.created.grouped,
                counters.updated.grouped, counters.archived.grouped, counters.skipped.grouped,
                run.seconds.oneDecimal,
            ])
        }
        try say(table.text(session.terminal))
    }

    private func show(_ id: RunID, _ host: HostRuntime, _ session: Session) async throws {
        guard let run = try await host.store.run(id) else {
            throw Stop.wrongUsage("tributary: no run \(id.number); `tributary runs` lists them")
        }
        if held { return try await showHeld(run, host, session) }
        let skipped = try await host.store.skippedItems(of: id)
        guard format == .human else {
            let items = skipped.map {
                JSONValue.object(
                    Record([("externalId", .optional($0.externalID)), ("reason", .text($0.reason))]))
            }
            let record = Record(
                Record(run).members.map { ($0.name, $0.value) }
                    + [("skippedItems", .list(items)), ("remarks", .texts(run.remarks))])
            return try format.write([record], keys: record.names)
        }
        var table = Table(["RUN \(id.number)", ""])
        for field in Record(run).members.dropFirst() { table.add([field.name, field.value.plain]) }
        for remark in run.remarks { table.add(["remark", remark]) }
        try say(table.text(session.terminal))
        guard !skipped.isEmpty else { return }
        var reasons = Table(
            run.kind == DeliveryRun.reconcileKind ? ["FOUND", "WHAT"] : ["SKIPPED", "BECAUSE"])
        for item in skipped { reasons.add([item.externalID ?? "(no id)", item.reason]) }
        try say("\n\(reasons.text(session.terminal))")
    }

    private func showHeld(_ run: Run, _ host: HostRuntime, _ session: Session) async throws {
        let connection: ConnectionID
        do { connection = try await host.heldConnection(of: run) } catch ChangeRefusal.refused(let reason) {
            throw Stop.wrongUsage("tributary: \(reason)")
        }
        let courses = try await host.store.heldCourses(of: connection, groups: [], after: 0, limit: .max)
        guard format == .human else {
            return try format.write(courses.map { Record($0) }, keys: Record.courseKeys)
        }
        var table = Table(["ID", "EXTERNAL ID", "NAME", "GROUP"])
        for course in courses {
            table.add([String(course.id), course.content.externalID, course.content.name, course.group])
        }
        try say(table.text(session.terminal))
        try say("accepted, the listing would archive \(courses.count) courses")
    }
}

extension Double {
    /// `12.4`
    var oneDecimal: String { String((self * 10).rounded() / 10) }
}
