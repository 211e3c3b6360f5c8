import ConnectorKit
import Model
import Foundation
import Host
import Store

extension HostRuntime {
    /// Makes a change that a command asks for, and notes in the audit trail which user of this machine made it.
    ///
    /// - Parameters:
    ///   - what: the operation, as the API calls it.
    ///   - subject: what is changed, as the API's path to it.
    func audited<Value>(
        _ what: String, of subject: String, before: JSONValue,
        after: (Value) async throws -> JSONValue, _ change: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await audited(
                by: "\(NSUserName()) (command line)", what, of: subject, before: before, after: after, change)
        } catch let error as StoreError {
            throw Stop.store(error)
        }
    }
}
