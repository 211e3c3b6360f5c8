package import ConnectorKit
package import Store

/// A change by a person, described once for the command line, the API and the console: what the audit trail says of
/// it, how it is made, and what has to follow.
package struct Change<Value> {
    /// What has to follow a change.
    package enum Consequence: Sendable {
        /// The files are read again, and what concerns the platform is delivered.
        case reload
        /// What concerns the platform is delivered.
        case delivery
    }

    /// The operation as the API calls it, such as `archiveCourse`.
    let id: String
    /// What is changed: its path in the API, or a file or directory.
    let subject: String
    /// How it stands; null if it is not there yet.
    let before: JSONValue
    let consequence: Consequence?
    /// Whether the audit trail itself is replaced, so that the note has to be made again.
    var replacesTrail = false
    let after: (Value) async throws -> JSONValue
    let make: (HostRuntime) async throws -> Value

    /// - Parameters:
    ///   - after: how it stands then, from what the change gave; null if it is not there any more.
    ///   - make: makes the change; a ``ChangeRefusal`` means that nothing was changed.
    package init(
        _ id: String, of subject: String, before: JSONValue = .null,
        followedBy consequence: Consequence? = nil,
        after: @escaping (Value) async throws -> JSONValue,
        make: @escaping (HostRuntime) async throws -> Value
    ) {
        self.id = id
        self.subject = subject
        self.before = before
        self.consequence = consequence
        self.after = after
        self.make = make
    }
}

/// Who makes a change, as the audit trail names them.
package struct ChangeActor: Sendable {
    let name: String

    /// The holder of a token, in the API or the console.
    package init(_ token: APIToken) { name = "\(token.name) (token \(token.id))" }

    /// A user of this machine, on the command line.
    package init(user: String) { name = "\(user) (command line)" }
}

/// Why a change was not made, in words for a person.
package enum ChangeRefusal: Error, Sendable, Equatable {
    /// What was given is wrong in itself.
    case invalid(String)
    /// What is to be changed is not there.
    case unknown(String)
    /// A name is in use.
    case taken(String)
    /// What is there does not allow it.
    case refused(String)
}

/// A change that was made and is not in force; its note stays in the audit trail as begun.
package enum UnfinishedChange: Error, Sendable {
    /// The file is written, and could not be read again.
    case notInForce(String)
    /// The file is written, and the store could not follow.
    case notApplied(StoreError)
}

extension HostRuntime {
    /// Makes a change and writes it to the audit trail (rule R7).
    ///
    /// The note is begun before the change, so that a change that was cut off leaves a trace; a refused one leaves
    /// none.
    ///
    /// - Parameter reload: reads the files again; returns why they are not in force. Nil if nobody serves them here.
    /// - Throws: what the change throws, ``UnfinishedChange``, and ``StoreError``.
    package func perform<Value>(
        _ change: Change<Value>, by actor: ChangeActor, reload: (() async -> String?)? = nil
    ) async throws -> Value {
        var entry = try await begin(change, actor)
        let value: Value
        do { value = try await change.make(self) } catch let error as UnfinishedChange {
            throw error
        } catch {
            try await store.dropAudit(entry)
            throw error
        }
        if change.replacesTrail { entry = try await begin(change, actor) }
        if change.consequence == .reload, let reason = await reload?() {
            throw UnfinishedChange.notInForce(reason)
        }
        try await store.finishAudit(entry, after: try await change.after(value).kept)
        return value
    }

    private func begin<Value>(_ change: Change<Value>, _ actor: ChangeActor) async throws(StoreError) -> Int64
    {
        try await store.beginAudit(
            who: actor.name, what: change.id, subject: change.subject, before: change.before.kept, at: now)
    }
}

extension JSONValue {
    fileprivate var kept: String? { self == .null ? nil : json }
}
