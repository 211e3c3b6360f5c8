extension Store {
    /// Entries that were set aside, in the order in which they were accepted.
    ///
    /// - Parameter after: only those that were accepted after this one; nil for all.
    package func setAsidePushes(after: StoredPush.ID? = nil, limit: Int) async throws(StoreError)
        -> [StoredPush]
    {
        try await read { db in
            try db.rows(
                "SELECT * FROM push_entry WHERE state = 2 AND id > ? ORDER BY id LIMIT ?",
                [after?.row ?? 0, limit]
            ).map(StoredPush.init)
        }
    }
}
