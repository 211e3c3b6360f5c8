package import Foundation
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
    /// The platform's operation; nil if its answer is not known.
    package let operation: String?
    package let items: [BatchItem]
}

/// What became of work.
package struct DeliveryResults: Sendable {
    package var accepted: [(id: OutboxID, resource: String?)] = []
    package var refused: [(id: OutboxID, reason: String, isUnmatched: Bool)] = []
    /// What is worth saying of work that was done.
    package var remarks: [(id: OutboxID, text: String)] = []
    /// About courses that the platform does not have, though they were delivered.
    package var missing: [OutboxID] = []
    /// Neither done nor refused: it waits.
    package var unfinished: [OutboxID] = []
    /// Why it waits.
    package var reason: String?

    package init() {}
}

extension Store {
    /// The batches of a company that were sent and not settled, in the order in which they were sent.
    package func sentBatches(of company: String) async throws(StoreError) -> [SentBatch] {
        try await read { db in
            try db.rows(
                """
                SELECT b.* FROM batch b JOIN destination d ON d.id = b.destination
                WHERE d.company = ? AND b.ended = 0 ORDER BY b.id
                """, [company]
            ).compactMap { row in
                guard let work = DeliveryWork(rawValue: row["work"]) else { return nil }
                let id: Int64 = row["id"]
                let items = try db.rows(
                    "SELECT id, sent_key, sent_digest FROM outbox WHERE batch = ? ORDER BY id", [id]
                ).map {
                    BatchItem(
                        id: OutboxID($0["id"]), key: $0["sent_key"] ?? "", digest: $0["sent_digest"] ?? "")
                }
                return SentBatch(
                    id: SentBatch.ID(row: id), destination: StoredDestination.ID(row: row["destination"]),
                    work: work, sent: row["sent"], operation: row["operation"], items: items)
            }
        }
    }

    /// Every operation of late that is known to have taken a batch.
    package func knownOperations() async throws(StoreError) -> Set<String> {
        try await read { db in
            try Set(
                db.values(String.self, "SELECT operation FROM batch WHERE operation IS NOT NULL"))
        }
    }
}

extension LeasedStore {
    /// Writes down a batch that is about to be sent, on the disk itself.
    package func beginBatch(
        _ work: DeliveryWork, _ items: [BatchItem], to destination: StoredDestination.ID, at time: Date
    ) async throws(StoreError) -> SentBatch {
        let sent = Instant.milliseconds(time)
        return try await write(toDisk: true) { db in
            try db.serializeOutboxes()
            // Longer than anyone looks back for an operation whose answer was lost.
            try db.run("DELETE FROM batch WHERE ended = 1 AND sent < ?", [sent - 86_400_000])
            let batch = try db.value(
                Int64.self, "INSERT INTO batch (destination, work, sent) VALUES (?, ?, ?) RETURNING id",
                [destination.row, work.rawValue, sent])
            try db.each("UPDATE outbox SET batch = ?, sent_key = ?, sent_digest = ? WHERE id = ?", items) {
                try $1(batch, $0.key, $0.digest, $0.id.row)
            }
            return SentBatch(
                id: SentBatch.ID(row: batch ?? 0), destination: destination, work: work, sent: time,
                operation: nil,
                items: items)
        }
    }

    /// Writes down which operation took a batch.
    package func setOperation(_ operation: String, of batch: SentBatch.ID) async throws(StoreError) {
        try await write(toDisk: true) { db in
            try db.run("UPDATE batch SET operation = ? WHERE id = ?", [operation, batch.row])
        }
    }

    /// Writes down what became of a batch, all of it or nothing.
    ///
    /// - Returns: how many of the accepted are new to the platform.
    @discardableResult
    package func record(_ results: DeliveryResults, of batch: SentBatch, in run: RunID)
        async throws(StoreError)
        -> Int
    {
        try await write { db in
            try db.serializeOutboxes()
            try db.run("UPDATE batch SET ended = 1 WHERE id = ?", [batch.id.row])
            return try Self.record(results, of: batch.work, run, db)
        }
    }

    /// Writes down what became of calls that are made one by one.
    package func record(_ results: DeliveryResults, of work: DeliveryWork, in run: RunID)
        async throws(StoreError)
    {
        _ = try await write { db in
            try db.serializeOutboxes()
            return try Self.record(results, of: work, run, db)
        }
    }

    private static func record(
        _ results: DeliveryResults, of work: DeliveryWork, _ run: RunID, _ db: Session
    ) throws -> Int {
        let ledger = DeliveryLedger(db: db)
        try ledger.note(results.remarks, in: run)
        let created = try ledger.accept(
            results.accepted.map { .init(id: $0.id, resource: $0.resource) }, work)
        try ledger.refuse(results.refused, in: run)
        try ledger.forget(results.missing)
        try ledger.putBack(results.unfinished, reason: results.reason)
        return created
    }

    /// What changed and makes the payload that was delivered already is done without being sent.
    package func recordUnchanged(_ items: [BatchItem], of work: DeliveryWork) async throws(StoreError) {
        guard !items.isEmpty else { return }
        try await write { db in
            try db.serializeOutboxes()
            return try DeliveryLedger(db: db).accept(items.map { .init(id: $0.id, digest: $0.digest) }, work)
        }
    }

    /// Writes down which tags a course is about to have because of a delivery alone.
    package func keepOwned(_ owned: Set<String>, for id: OutboxID) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                UPDATE delivered_course SET owned = ?
                WHERE (destination, course) = (SELECT destination, course FROM outbox WHERE id = ?)
                """, [TextList.encode(owned.sorted()), id.row])
        }
    }
}
