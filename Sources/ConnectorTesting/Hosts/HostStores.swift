import ConfigurationFiles
public import Foundation
import Store

/// Where the hosts of tests keep their stores.
public struct HostStores: Sendable {
    private let database: @Sendable (URL) throws -> String?
    let remove: @Sendable (URL) -> Void

    /// - Parameters:
    ///   - database: Returns the URL of the PostgreSQL database of the store with this data directory, the same one each
    ///     time; nil for a store that is a file in the directory.
    ///   - remove: Removes a folder, and the databases of the stores whose data directories are in it.
    public init(
        database: @escaping @Sendable (_ directory: URL) throws -> String?,
        remove: @escaping @Sendable (_ folder: URL) -> Void
    ) {
        self.database = database
        self.remove = remove
    }

    /// SQLite files.
    public static let files = HostStores(
        database: { _ in nil }, remove: { try? FileManager.default.removeItem(at: $0) })

    /// Runs a body with a path in the temporary folder at which there is nothing yet, and removes what is there afterwards.
    func withFolder<Value: Sendable>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "conformance-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { remove(folder) }
        return try await body(folder)
    }

    /// The configuration of a host whose store has this data directory.
    func configuration(_ directory: URL, provider: String) throws -> HostConfiguration {
        var configuration = HostConfiguration(directory: directory, defaultProvider: provider)
        configuration.dataDirectory = directory
        configuration.database = try database(directory).map {
            HostConfiguration.StoreDatabase(
                url: $0, place: Place(file: "tributary.yaml", line: 1, column: 1))
        }
        return configuration
    }

    /// What `tributary.yaml` says of the store with this data directory; empty if that is a file.
    func line(_ directory: URL) throws -> String {
        try database(directory).map { "store: { postgres: \"\($0)\" }\n" } ?? ""
    }

    /// Opens the store with this data directory, as another process has it.
    func open(_ directory: URL) throws -> Store {
        if let url = try database(directory) {
            return try Store(
                postgres: url, directory: directory, environment: "production", plainText: { $0 })
        }
        return try Store(directory: directory, environment: "production", plainText: { $0 })
    }
}
