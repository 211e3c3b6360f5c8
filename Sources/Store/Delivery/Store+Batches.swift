package import Foundation
import GRDB
package import Model

/// One item of a batch.
package struct BatchItem: Sendable, Hashable {
    package let id: OutboxID
    /// What the platform's answer names it by.
    package let key: String
    /// Of its payload.
    package let digest: String

    package init(id: OutboxID, key: String, digest: String) {
        self.id = id
        self.key = key
        self.digest = digest
    }
}

/// A batch that is under way, or may be.
package struct SentBatch: Sendable, Identifiable {
    package struct ID: Sendable, Hashable {
        let row: Int64
    }

    package let id: ID
    package let destination: StoredDestination.ID
    package let work: DeliveryWork
    /// When it was about to be sent.
    package let sent: Date
    /// The platform's operation; nil where its answer is not known.
    package let operation: String?
    package let items: [BatchItem]
}

/// What became of work.
package struct DeliveryResults: Sendable {
    package var accepted: [(id: OutboxID, resource: String?)] = []
    package var refused: [(id: OutboxID, reason: String, isUnmatched: Bool)] = []
    /// About courses that the platform does not have, though they were delivered.
    package var missing: [OutboxID] = []
    /// Neither done nor refused: it waits.
    package var unfinished: [OutboxID] = []
    /// Why it waits.
    package var reason: String?

    package init() {}
}

extension Store {
    /// Writes down a batch that is about to be sent, on the disk itself.
    package func beginBatch(
        _ work: DeliveryWork, _ items: [BatchItem], to destination: StoredDestination.ID, at time: Date
    ) async throws(StoreError) -> SentBatch {
        let sent = Instant.milliseconds(time)
        return try await writeToDisk { db in
            // Longer than anyone looks back for an operation whose answer was lost.
            try db.execute(
                sql: "DELETE FROM batch WHERE ended AND sent < ?", arguments: [sent - 86_400_000])
            try db.execute(
                sql: "INSERT INTO batch (destination, work, sent) VALUES (?, ?, ?)",
                arguments: [destination.row, work.rawValue, sent])
            let batch = db.lastInsertedRowID
            let update = try db.cachedStatement(
                sql: "UPDATE outbox SET batch = ?, sent_key = ?, sent_digest = ? WHERE id = ?")
            for item in items {
                try update.execute(arguments: [batch, item.key, item.digest, item.id.row])
            }
            return SentBatch(
                id: SentBatch.ID(row: batch), destination: destination, work: work, sent: time,
                operation: nil,
                items: items)
        }
    }

    /// Writes down which operation took a batch.
    package func setOperation(_ operation: String, of batch: SentBatch.ID) async throws(StoreError) {
        try await writeToDisk { db in
            try db.execute(
                sql: "UPDATE batch SET operation = ? WHERE id = ?", arguments: [operation, batch.row])
        }
    }

    /// The batches of a company that were sent and not settled, in the order in which they were sent.
    package func sentBatches(of company: String) async throws(StoreError) -> [SentBatch] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT b.* FROM batch b JOIN destination d ON d.id = b.destination
                    WHERE d.company = ? AND NOT b.ended ORDER BY b.id
                    """, arguments: [company]
            ).compactMap { row in
                guard let work = DeliveryWork(rawValue: row["work"]) else { return nil }
                let id: Int64 = row["id"]
                let items = try Row.fetchAll(
                    db, sql: "SELECT id, sent_key, sent_digest FROM outbox WHERE batch = ? ORDER BY id",
                    arguments: [id]
                ).map {
                    BatchItem(
                        id: OutboxID($0["id"]), key: $0["sent_key"] ?? "", digest: $0["sent_digest"] ?? "")
                }
                return SentBatch(
                    id: SentBatch.ID(row: id), destination: StoredDestination.ID(row: row["destination"]),
                    work: work, sent: Instant.date(row["sent"]), operation: row["operation"], items: items)
            }
        }
    }

    /// Every operation of late that is known to have taken a batch.
    package func knownOperations() async throws(StoreError) -> Set<String> {
        try await read { db in
            try Set(
                String.fetchAll(db, sql: "SELECT operation FROM batch WHERE operation IS NOT NULL"))
        }
    }

    /// Writes down what became of a batch, all of it or nothing.
    ///
    /// - Returns: how many of the accepted are new to the platform.
    @discardableResult
    package func settle(_ batch: SentBatch, _ results: DeliveryResults, in run: RunID)
        async throws(StoreError)
        -> Int
    {
        try await write { db in
            try db.execute(sql: "UPDATE batch SET ended = 1 WHERE id = ?", arguments: [batch.id.row])
            return try Self.settle(batch.work, results, run, db)
        }
    }

    /// Writes down what became of calls that are made one by one.
    package func settle(_ work: DeliveryWork, _ results: DeliveryResults, in run: RunID)
        async throws(StoreError)
    {
        _ = try await write { db in try Self.settle(work, results, run, db) }
    }

    private static func settle(
        _ work: DeliveryWork, _ results: DeliveryResults, _ run: RunID, _ db: Database
    ) throws -> Int {
        let ledger = DeliveryLedger(db)
        var created = 0
        for (id, resource) in results.accepted where try ledger.accept(id, work, resource: resource) {
            created += 1
        }
        for (id, reason, isUnmatched) in results.refused {
            try ledger.refuse(id, reason: reason, isUnmatched: isUnmatched, in: run)
        }
        for id in results.missing { try ledger.forget(id) }
        for id in results.unfinished { try ledger.putBack(id, reason: results.reason) }
        return created
    }

    /// What changed and makes the payload that was delivered already is done without being sent.
    package func settleUnchanged(_ work: DeliveryWork, _ items: [BatchItem]) async throws(StoreError) {
        guard !items.isEmpty else { return }
        try await write { db in
            let ledger = DeliveryLedger(db)
            for item in items { try ledger.accept(item.id, work, resource: nil, digest: item.digest) }
        }
    }

    /// Writes down which tags a course is about to have because of a delivery alone.
    package func keepOwned(_ owned: Set<String>, for id: OutboxID) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE delivered_course SET owned = ?
                    WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = ?)
                    """, arguments: [TextList.encode(owned.sorted()), id.row])
        }
    }
}
