package import ConnectorTesting
import TestSupport

extension HostStores {
    /// Stores on the engine that the tests are run with, see ``TestStores``.
    package static let underTest = HostStores(
        database: { try TestStores.database(of: $0) }, remove: { $0.remove() })
}
