import ConnectorKit
import Foundation
import Host
import Model
import Runtime
import Sync

extension TestHost {
    /// A host by the machine's own clock: simulators stamp with theirs.
    ///
    /// - Parameters:
    ///   - publicURL: where its provider is to call; nil for nowhere.
    ///   - ahead: seconds by which its clock differs.
    ///   - network: nil for that of the bench.
    init(
        _ bench: Bench, folder: URL, publicURL: String? = nil, ahead: TimeInterval = 0,
        network: (any HTTPClient)? = nil
    ) async throws {
        let environment = HostEnvironment(
            network: { _ in Network(client: network ?? bench.network) }, clock: ContinuousClock(),
            now: { Date().addingTimeInterval(ahead) }, randomText: { "salt" }, randomFraction: { 0 })
        try await self.init(
            bench.provider, bench.settings, bench.stores, folder: folder, publicURL: publicURL,
            environment: environment)
    }

    func sync(_ reading: StatsReading) async throws -> RunReport {
        var request = SyncRequest(kinds: [.stats])
        request.statistics = reading
        let results = try await runtime.sync(request) { _, _, _ in }
        guard let report = results.first?.report else { throw Violation("the host ran nothing") }
        return report
    }
}
