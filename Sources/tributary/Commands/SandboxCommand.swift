import ArgumentParser
import ConnectorKit
import Foundation

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the simulator of a provider or platform alone, until Ctrl-C.",
        discussion: """
            Plugins/<Name>/README.md describes what a provider's simulator holds and which faults it knows. \
            A platform to deliver to (\(builtInProviders.platformIDs)) has learners as its items.
            """)

    @Argument(help: "The provider or platform that is simulated, such as \(defaultProvider).")
    var provider: String
    @Option(help: "The port on 127.0.0.1; 0 takes a free one.") var port = 8361
    @Option(help: "How many items its library holds.") var items = 1_000
    @Option(name: .customLong("fault"), help: "A fault to inject, such as 429=0.05; may be repeated.")
    var faults: [String] = []
    @Flag(help: "Render every page once and keep it, for benchmarks.") var prerendered = false
    @Option(help: "How many enrolments there are; it fits the items where none is given.")
    var enrolments: Int?
    @Option(help: "Let a learner begin or complete something this often, such as 2s.")
    var activity: WrittenInterval?

    func validate() throws {
        try SimulatorOptions.check(port: port, items: items)
        if let enrolments, enrolments < 0 { throw ValidationError("--enrolments takes 0 and more.") }
    }

    func run() async throws {
        let simulator = try simulator()
        let options = SimulatorOptions(
            port: port, items: items, faults: faults, prerendered: prerendered, enrolments: enrolments,
            activity: activity?.duration)
        do {
            try await simulator.serve(options) { site in
                if let platform = builtInProviders.platform(provider) {
                    try report(site, of: platform.descriptor)
                    return await untilCancelled()
                }
                try say(
                    "\(provider) is simulated at \(site.url) with \(items.grouped) items; Ctrl-C ends it\n")
                try say("A provider file reaches it with these settings:")
                for (name, value) in site.settings { try say("  \(name): \(value)") }
                if provider == defaultProvider {
                    try say(
                        "\nThe files in providers/ of the project reach it after:\n  export GO1_SANDBOX_URL=\(site.url)"
                    )
                }
                await untilCancelled()
            }
        } catch is CancellationError {
            return
        } catch SimulatorFailure.options(let reason) {
            throw Stop.wrongUsage("tributary: \(reason)")
        } catch {
            throw Stop(error) ?? .failed("tributary: \(error)")
        }
    }

    private func simulator() throws -> any Simulator {
        guard builtInProviders[provider] != nil || builtInProviders.platform(provider) != nil else {
            throw builtInProviders.unknown(provider)
        }
        guard let simulator = builtInProviders.simulator(of: provider) else {
            let ids = builtInProviders.simulators.map(\.providerID).joined(separator: ", ")
            throw Stop.wrongUsage("tributary: \(provider) has no simulator; there is \(ids)")
        }
        return simulator
    }

    private func report(_ site: RunningSimulator, of platform: PlatformDescriptor) throws {
        let name = platform.displayName
        try say("\(name) is simulated at \(site.url) with \(items.grouped) learners; Ctrl-C ends it\n")
        try say("tributary.yaml reaches it with:\n  lms:\n    \(platform.id):")
        for (name, value) in site.settings { try say("      \(name): \(value)") }
        guard !site.group.isEmpty else { return }
        try say("\nand a provider file with:")
        for (name, value) in site.group { try say("  \(name): \(value)") }
    }
}

extension ProviderRegistry {
    fileprivate var platformIDs: String { platforms.map(\.descriptor.id).joined(separator: ", ") }
}

/// An interval as it is written: `500ms`, `2s`, `1m`.
struct WrittenInterval: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), (1...86_400_000).contains(number) else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(number)
        case "s": duration = .seconds(number)
        case "m": duration = .seconds(60 * number)
        default: return nil
        }
    }
}
