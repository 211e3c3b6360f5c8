package import ConnectorKit
package import Foundation
package import Model

/// Something that was accepted to be pushed together, such as one file.
package struct PushJob: Sendable, Equatable, Identifiable {
    package typealias ID = RowID<PushJob>

    package let id: ID
    package let connection: ConnectionID
    package let group: String
    package let accepted: Date
    /// How many entries it has, and how many of them still wait.
    package let entries: Int
    package let waiting: Int
    /// How many were refused, or failed.
    package let failed: Int
}

/// One entry of the queue.
package struct StoredPush: Sendable, Equatable, Identifiable {
    package typealias ID = RowID<StoredPush>
    package typealias State = QueueState

    package let id: ID
    package let job: PushJob.ID
    package let connection: ConnectionID
    package let line: Int
    package let reference: String
    /// Nil if the row was refused as it was read.
    package let body: PushBody?
    /// The row as it was given, an object by columns as JSON; nil if it was not refused, or had none.
    package let given: String?
    /// What was planned for it: action and basis.
    package let plan: PushPlan?
    package let state: State
    package let attempts: Int
    package let outcome: PushOutcome?
    package let reason: String?
}

extension StoredPush {
    init(_ row: Row) throws {
        let bytes: Data? = row["body"]
        let action = (row["action"] as String?).flatMap(PushPlan.Action.init)
        let basis: String? = row["basis"]
        self.init(
            id: ID(row["id"]), job: PushJob.ID(row["job"]), connection: ConnectionID(row["connection"]),
            line: row["line"], reference: row["reference"],
            body: try bytes.map { try JSONDecoder().decode(PushBody.self, from: $0) }, given: row["given"],
            plan: action.flatMap { action in basis.map { PushPlan(action, basis: $0) } },
            state: State(rawValue: row["state"]) ?? .setAside, attempts: row["attempts"],
            outcome: (row["outcome"] as String?).flatMap(PushOutcome.init), reason: row["reason"])
    }

    /// The entry as it is to be sent.
    func sending(_ body: PushBody) -> StoredPush {
        StoredPush(
            id: id, job: job, connection: connection, line: line, reference: reference, body: body,
            given: given,
            plan: plan,
            state: state, attempts: attempts, outcome: outcome, reason: reason)
    }

    /// Entries by their ids, in this order; those that are no longer kept are left out.
    static func fetch(_ ids: [Int64], _ db: Session) throws -> [StoredPush] {
        var found: [StoredPush] = []
        try db.each("SELECT * FROM push_entry WHERE id = ?", ids) {
            try $1($0)
        } found: {
            if let row = $1 { found.append(try StoredPush(row)) }
        }
        return found
    }
}
