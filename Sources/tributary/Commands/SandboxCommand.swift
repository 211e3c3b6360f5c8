import ArgumentParser
import ConnectorKit
import Foundation
import Host

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run a provider's simulator alone, until Ctrl-C.",
        discussion: "Plugins/<Name>/README.md describes what a simulator holds and which faults it knows.")

    @Argument(help: "The provider whose service is simulated, such as go1.") var provider: String
    @Option(help: "The port on 127.0.0.1; 0 takes a free one.") var port = 8361
    @Option(help: "How many items its library holds.") var items = 1_000
    @Option(name: .customLong("fault"), help: "A fault to inject, such as 429=0.05; may be repeated.")
    var faults: [String] = []
    @Flag(help: "Render every page once and keep it, for benchmarks.") var prerendered = false

    func run() async throws {
        guard let simulator = builtInProviders.simulator(of: provider) else {
            let ids = builtInProviders.simulators.map(\.providerID)
            let near = nearest(provider, among: ids).map { "; did you mean \"\($0)\"?" } ?? ""
            throw Stop.wrongUsage(
                "tributary: no simulator \"\(provider)\"\(near); there is \(ids.joined(separator: ", "))")
        }
        let options = SimulatorOptions(port: port, items: items, faults: faults, prerendered: prerendered)
        let variable = "\(provider.uppercased())_SANDBOX_URL"
        do {
            try await simulator.run(options) { site in
                say("\(provider) is simulated at \(site.url) with \(items.grouped) items; Ctrl-C ends it\n")
                say("A provider file reaches it with these settings:")
                for (name, value) in site.settings { say("  \(name): \(value)") }
                say(
                    "\nThe files in providers/ of the project reach it after:\n  export \(variable)=\(site.url)"
                )
            }
        } catch is CancellationError {
            return
        } catch SimulatorFailure.options(let reason) {
            throw Stop.wrongUsage("tributary: \(reason)")
        } catch {
            throw Stop.failed("tributary: \(error)")
        }
    }
}
