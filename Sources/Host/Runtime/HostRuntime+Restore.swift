package import ConfigurationFiles
import Delivery
import Model
package import Foundation
import Markup
import Runtime
package import Store

extension HostRuntime {
    /// Puts a backup in the place of the store's content, while nobody works on any connection.
    ///
    /// - Parameter waiting: called once if another process is at work.
    package func restore(from file: URL, waiting: @escaping @Sendable () -> Void) async throws(StoreError) {
        try await holding(try await leases()[...], waiting) { () throws(StoreError) in
            try store.restore(from: file)
        }
        try await reconcile()
    }

    /// The leases under which anybody works on anything: those of connections first, as their holders take others.
    func leases() async throws(StoreError) -> [String] {
        let connections = try await store.connections()
        let side = connections.flatMap { id in ConnectionID.SideWork.allCases.map(id.lease) }
        return connections.map(\.name) + side + delivery.leases
    }

    /// Leases cannot be kept in a list: each call holds one and makes the next.
    func holding<Value>(
        _ names: ArraySlice<String>, _ waiting: @escaping @Sendable () -> Void,
        _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let name = names.first else { return try await body() }
        let lease = try await context.lease(name, waiting: waiting)
        let value = try await holding(names.dropFirst(), waiting, body)
        lease.release()
        return value
    }
}

extension StoreMigration {
    package init(from configuration: Configuration, to place: StorePlace) throws(StoreError) {
        try self.init(from: configuration.host.storePlace, to: place, plainText: HostRuntime.plainText)
    }
}

extension HostConfiguration {
    /// Where the store is.
    package var storePlace: StorePlace {
        guard let database else { return .directory(dataDirectory) }
        return .postgres(url: database.url, parameters: database.parameters, origin: "\(database.place)")
    }
}

extension HostRuntime {
    /// The words of a cleaned description, for the search index.
    static let plainText: @Sendable (String) -> String = { Markup.plainText(ofClean: $0) }
}
