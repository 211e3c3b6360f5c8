extension Store {
    /// Events that were set aside, in order of arrival.
    ///
    /// - Parameter after: only those that arrived after this one; nil for all.
    package func setAsideEvents(after: StoredEvent.ID? = nil, limit: Int) async throws(StoreError)
        -> [StoredEvent]
    {
        try await read { db in
            try db.rows(
                "SELECT * FROM event WHERE state <> 1 AND state = 2 AND id > ? ORDER BY id LIMIT ?",
                [after?.row ?? 0, limit]
            ).map(StoredEvent.init)
        }
    }
}
