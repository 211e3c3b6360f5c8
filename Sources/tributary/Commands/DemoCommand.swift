import Runtime
import Sync
import Model
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import HTTPAPI
import Foundation
import Host
import Logging
import Runtime
import Store
import Sync
import Synchronization

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "The whole thing with nothing to configure: simulated services, a first sync, the console.",
        discussion: """
            Two groups receive parts of a simulated Go1 portal. With --providers one group receives several
            providers instead, each simulated.
            """)

    @Flag(help: "Sync, print a summary and end.") var once = false
    @Flag(help: "Keep the store in a temporary PostgreSQL server, whose package has to be installed.")
    var postgres = false
    @Option(help: "The providers of one group, such as go1,udemy-business.", transform: Self.list)
    var providers: [String] = []
    @Option(help: "How many items each simulated library holds.") var items = 2_000
    @Option(help: "The port of the first simulator; 0 takes a free one.") var port = 0
    @Option(
        help: "How often a learner begins or completes something while it stays up, such as 500ms (2s).")
    var activity: WrittenInterval?

    func validate() throws {
        try SimulatorOptions.check(port: port, items: items)
    }

    func run() async throws {
        let database = try postgres ? DemoDatabase() : nil
        defer { database?.remove() }
        let simulators = try (providers.isEmpty ? [defaultProvider] : providers).map(simulator)
        do {
            try await serve(simulators[...], []) { sites in
                let folder = try DemoFolder(
                    providers.isEmpty ? .twoGroups(sites) : .oneGroup(sites), database: database?.url)
                defer { folder.remove() }
                try await show(sites, folder)
            }
        } catch is CancellationError {
            return
        } catch {
            throw Stop(error) ?? .failed("tributary: what the demo simulates cannot run: \(error)")
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private func simulator(of provider: String) throws -> any Simulator {
        guard builtInProviders[provider] != nil else { throw builtInProviders.unknown(provider) }
        guard let simulator = builtInProviders.simulator(of: provider) else {
            throw Stop.failed("tributary: the simulator of \(provider) is not built in")
        }
        return simulator
    }

    /// Serves one simulator within the other.
    private func serve(
        _ simulators: ArraySlice<any Simulator>, _ sites: [DemoSite],
        _ body: @escaping @Sendable ([DemoSite]) async throws -> Void
    ) async throws {
        guard let simulator = simulators.first else { return try await body(sites) }
        let pace: Duration? = once ? nil : activity?.duration ?? .seconds(2)
        let options = SimulatorOptions(port: sites.isEmpty ? port : 0, items: items, activity: pace)
        try await simulator.serve(options) { site in
            let all = sites + [DemoSite(provider: simulator.providerID, site: site)]
            try await serve(simulators.dropFirst(), all, body)
        }
    }

    private func show(_ sites: [DemoSite], _ folder: DemoFolder) async throws {
        let session = Session()
        let terminal = session.terminal
        for site in sites {
            try say(
                providers.isEmpty
                    ? "A Go1 portal with \(items.grouped) learning objects is simulated at \(site.site.url)."
                    : "\(site.name) is simulated at \(site.site.url) with \(items.grouped) items.")
        }
        try say()
        let configuration = try session.configuration(file: folder.hostFile, explicit: true)
        let (results, _, _) = try await Syncing(
            session: session, configuration: configuration, format: .human
        )
        .run(
            SyncRequest())
        try say()
        let registry = MetricRegistry()
        let host = try await session.host(
            over: configuration, telemetry: Telemetry(metrics: registry, logger: Self.warnings))
        try await providers.isEmpty ? summarize(host, terminal) : compare(sites, host, terminal)
        if results.contains(where: { $0.report.outcome != .done }) {
            throw Stop(status: ExitStatus.failed, message: "")
        }
        guard !once else { return }
        let command = CommandLine.arguments.first ?? "tributary"
        try say(
            """

            It stays up until Ctrl-C, and is removed then. In another terminal, try:
              export TRIBUTARY_CONFIG=\(folder.hostFile)
            \(hints.map { "  \(command) \($0)" }.joined(separator: "\n"))
            """)
        try await DemoLearners(session: session, host: host, registry: registry, hostFile: folder.hostFile)
            .show()
    }

    private var hints: [String] {
        let group = providers.isEmpty ? "Sales Academy" : DemoFolder.groupOfAll
        return [
            "courses --group \"\(group)\" --search \(providers.isEmpty ? "safety" : "data")",
            providers.isEmpty ? "overlaps" : "overlaps --likely",
            "filters preview --group \"\(group)\" --language de", "attempts --group \"\(group)\"",
        ]
    }

    /// What goes wrong is reported; what goes right the demo prints itself.
    private static var warnings: Logger {
        Logger(label: "tributary") { _ in
            SentenceLogHandler(level: .warning) { complain("tributary: \($0)") }
        }
    }

    private func summarize(_ host: HostRuntime, _ terminal: Terminal) async throws {
        let counts = try await host.store.courseCounts()
        let statistics = try await host.store.statisticsCounts()
        let overlaps = try await host.store.overlaps(ids: 0).pairs
        var table = Table(["GROUP", "FILTERS", "COURSES", "ATTEMPTS"], numeric: [2, 3])
        for group in host.configuration.groups {
            for deployment in group.deployments {
                let filters = deployment.filters
                let texts =
                    ([filters.languages.map(\.text), filters.contentTypes] + filters.terms.map(\.values))
                    .map { $0.joined(separator: ", ") }
                let count = counts.first { $0.group == group.id && $0.provider == deployment.provider }
                let attempts = statistics.first {
                    $0.group == group.id && $0.provider == deployment.provider
                }
                table.add([
                    group.name, texts.joined(separator: "; "), (count?.active ?? 0).grouped,
                    (attempts?.attempts ?? 0).grouped,
                ])
            }
        }
        try say(table.text(terminal))
        for overlap in overlaps {
            let names = overlap.groups.map { host.configuration.group($0)?.name ?? $0 }.joined(
                separator: " and ")
            try say(
                "\n\(overlap.count.grouped) courses reach both \(names): `tributary overlaps` says why."
            )
        }
    }

    /// The providers of one group side by side, and what they likely have in common.
    private func compare(_ sites: [DemoSite], _ host: HostRuntime, _ terminal: Terminal) async throws {
        let counts = try await host.store.courseCounts()
        let attempts = Mutex<[String: [Attempt]]>([:])
        try await host.store.forEachAttempt(AttemptQuery()) { batch in
            attempts.withLock { for attempt in batch { $0[attempt.provider, default: []].append(attempt) } }
        }
        var table = Table(
            ["PROVIDER", "COURSES", "LEARNERS", "ATTEMPTS", "COMPLETED"], numeric: [1, 2, 3, 4])
        for site in sites {
            let theirs = attempts.withLock { $0[site.provider] ?? [] }
            let count = counts.first { $0.provider == site.provider }?.active ?? 0
            table.add(
                [site.name, count.grouped]
                    + [
                        Set(theirs.map(\.user)).count, theirs.count,
                        theirs.count { $0.state.completedAt != nil },
                    ].map(\.grouped))
        }
        try say(table.text(terminal))
        let likely = try await host.store.likelyOverlaps(limit: 0).total
        try say(
            """

            \(likely.grouped) titles come from several providers: likely the same content, not surely. \
            `tributary overlaps --likely` lists them.
            """)
    }
}
