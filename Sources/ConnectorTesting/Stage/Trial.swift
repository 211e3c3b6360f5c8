import ConnectorKit
import Foundation

/// A provider on a stage: what a case is given.
struct Trial: Sendable {
    let provider: any Provider
    let stage: any Stage
    /// Settings of the author's, on top of those the simulator names.
    let settings: [String: String]
    /// How long something that has to end may take before it counts as hanging.
    let patience: Duration
    /// The built program; nil if there is none.
    let program: URL?
    /// Where its hosts keep their stores.
    let stores: HostStores

    /// Runs a body at a service that has served nobody yet.
    ///
    /// - Throws: ``Skip`` if the service knows no such fault.
    func bench<Value: Sendable>(
        faults: [String] = [], _ body: @escaping @Sendable (Bench) async throws -> Value
    ) async throws -> Value {
        guard let catalog = provider as? any CatalogProvider else {
            throw Skip("the provider lists no content")
        }
        do {
            return try await stage.open(faults: faults) { site, network in
                let network = WatchedNetwork(network)
                let settings = Settings(site.settings, and: settings, of: provider.descriptor.settings)
                let bare = Connection(settings: settings, client: network)
                let isOpen = (try? await provider.accessToken(bare) == nil) ?? false
                do {
                    return try await body(
                        Bench(
                            provider: catalog, settings: settings, site: site, network: network,
                            patience: patience, isOpen: isOpen, stores: stores))
                } catch var violation as Violation {
                    violation.request = network.last
                    throw violation
                }
            }
        } catch SimulatorFailure.options(let reason) where !faults.isEmpty {
            throw Skip("the simulator does not know the fault: \(reason)")
        }
    }
}

extension Settings {
    /// What a simulator names, what an author sets, and the declared defaults.
    init(
        _ named: [(name: String, value: String)], and set: [String: String],
        of declared: [Setting]
    ) {
        var values: [String: String] = [:]
        for setting in declared { values[setting.name] = setting.defaultValue }
        for (name, value) in named { values[name] = value }
        values.merge(set) { $1 }
        let secret = Set(declared.filter(\.secret).map(\.name))
        self.init(
            texts: values.filter { !secret.contains($0.key) },
            secrets: values.filter { secret.contains($0.key) }.mapValues { Secret($0) })
    }
}

/// A broken promise: what was seen, and what would be right.
struct Violation: Error {
    let finding: String
    /// What the provider or the service said, if that alone broke the promise: other cases may fail for the same.
    var cause: String?
    /// The last request of the case, and its answer.
    var request: String?

    init(_ finding: String, cause: Failure? = nil) {
        self.finding = finding
        self.cause = cause?.message
    }
}

/// Why a case says nothing about this provider.
struct Skip: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Throws a ``Violation`` unless the condition holds.
func require(_ condition: Bool, _ finding: @autoclosure () -> String) throws {
    if !condition { throw Violation(finding()) }
}
