package import ConnectorKit
import Model
import Store

extension HostRuntime {
    /// Makes a change, and notes in the audit trail who made it and how it stood before and after.
    ///
    /// The note is begun before the change, so that also one that was cut off leaves a trace; a change that is
    /// refused leaves none. One that was made and could not be finished (``LateFailure``) stays noted as begun.
    ///
    /// - Parameters:
    ///   - who: such as the name of a token.
    ///   - what: the operation, such as `archiveCourse`.
    ///   - subject: what is changed.
    ///   - before: how it stands; ``JSONValue/null`` where it is not there yet.
    ///   - after: how it stands then, from what the change gave.
    /// - Throws: what `change` throws, and ``StoreError``.
    package func audited<Value>(
        by who: String, _ what: String, of subject: String, before: JSONValue,
        after: (Value) async throws -> JSONValue, _ change: () async throws -> Value
    ) async throws -> Value {
        let entry = try await store.beginAudit(
            who: who, what: what, subject: subject, before: before.kept, at: now)
        let value: Value
        do { value = try await change() } catch {
            if (error as? any LateFailure)?.isAfterChange != true { try await store.dropAudit(entry) }
            throw error
        }
        try await store.finishAudit(entry, after: try await after(value).kept)
        return value
    }
}

extension JSONValue {
    fileprivate var kept: String? { self == .null ? nil : json }
}
