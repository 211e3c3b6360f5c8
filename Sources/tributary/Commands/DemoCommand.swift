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

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "The whole thing with nothing to configure: a simulated Go1 portal, two groups, a first sync, the console."
    )

    @Flag(help: "Sync, print a summary and end.") var once = false
    @Option(help: "How many items the simulated library holds.") var items = 2_000
    @Option(help: "The port of the simulated portal; 0 takes a free one.") var port = 0
    @Option(
        help: "How often a learner begins or completes something while it stays up, such as 500ms (2s).")
    var activity: WrittenInterval?

    func validate() throws {
        try SimulatorOptions.check(port: port, items: items)
    }

    func run() async throws {
        guard let simulator = builtInProviders.simulator(of: defaultProvider) else {
            throw Stop.failed("tributary: the simulator of \(defaultProvider) is not built in")
        }
        do {
            let pace: Duration? = once ? nil : activity?.duration ?? .seconds(2)
            let options = SimulatorOptions(port: port, items: items, activity: pace)
            try await simulator.serve(options) { site in
                let folder = try DemoFolder(site: site.url)
                defer { folder.remove() }
                try await show(site, folder)
            }
        } catch is CancellationError {
            return
        } catch {
            throw Stop(error) ?? .failed("tributary: the simulated portal cannot run: \(error)")
        }
    }

    private func show(_ site: RunningSimulator, _ folder: DemoFolder) async throws {
        let session = Session()
        let terminal = session.terminal
        try say("A Go1 portal with \(items.grouped) learning objects is simulated at \(site.url).\n")
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
        try await summarize(host, terminal)
        if results.contains(where: { $0.report.outcome != .done }) {
            throw Stop(status: ExitStatus.failed, message: "")
        }
        guard !once else { return }
        let command = CommandLine.arguments.first ?? "tributary"
        try say(
            """

            It stays up until Ctrl-C, and is removed then. In another terminal, try:
              export TRIBUTARY_CONFIG=\(folder.hostFile)
              \(command) courses --group "Sales Academy" --search safety
              \(command) overlaps
              \(command) filters preview --group "Sales Academy" --language de
              \(command) attempts --group "Sales Academy"
            """)
        try await DemoLearners(session: session, host: host, registry: registry, hostFile: folder.hostFile)
            .show()
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
                let texts = [filters.languages.map(\.text), filters.contentTypes].map {
                    $0.joined(separator: ", ")
                }
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
}

/// The demo's files in a folder of its own, which goes when the demo ends.
struct DemoFolder {
    let hostFile: String
    private let folder: URL

    init(site: String) throws {
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(
            path: "tributary-demo-\(UUID().uuidString.prefix(8).lowercased())")
        let providers = folder.appending(path: "providers")
        hostFile = folder.appending(path: "tributary.yaml").path
        do {
            try files.createDirectory(at: providers, withIntermediateDirectories: true)
            try Data("# The demo keeps every default.\n".utf8).write(to: URL(filePath: hostFile))
            let groups = [
                ("sales.yaml", PackageResources.sales_yaml),
                ("engineering.yaml", PackageResources.engineering_yaml),
            ]
            for (name, bytes) in groups {
                let text = String(decoding: bytes, as: UTF8.self).replacing("${GO1_SANDBOX_URL}", with: site)
                try Data(text.utf8).write(to: providers.appending(path: name))
            }
        } catch {
            try? files.removeItem(at: folder)
            throw Stop.failed(
                "tributary: the demo's files cannot be written to \(folder.path): \(error.localizedDescription)"
            )
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
