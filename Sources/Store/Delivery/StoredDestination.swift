package import Model

/// A place on a platform that takes the courses of a deployment, as the store knows it.
package struct StoredDestination: Sendable, Equatable, Identifiable {
    package struct ID: Sendable, Hashable {
        let row: Int64
    }

    package let id: ID
    package let deployment: Deployment.ID
    /// The platform's id of it.
    package let remote: String
    /// What it was brought in line with, as the host wrote it down.
    package let plan: String
    /// How payloads for it were made, as the host wrote it down.
    package let rendering: String
    /// Whether the deployment's courses are to be here: what is in a former place is archived there.
    package let isCurrent: Bool
}

extension Store {
    /// The places of a company that courses were delivered to, or are to be.
    package func destinations(of company: String) async throws(StoreError) -> [StoredDestination] {
        try await read { db in
            try db.rows("SELECT * FROM destination WHERE company = ? ORDER BY id", [company]).map(
                StoredDestination.init)
        }
    }

    /// The deployments with active courses.
    package func deploymentsWithActiveCourses() async throws(StoreError) -> Set<Deployment.ID> {
        try await read { db in
            Set(
                try db.values(
                    Int64.self,
                    "SELECT id FROM deployment WHERE active > 0"
                ).map(Deployment.ID.init))
        }
    }
}

extension LeasedStore {
    /// Records where a deployment's courses live from now on.
    ///
    /// A place is known by the platform's id of it, so that other credentials do not make it another one.
    ///
    /// - Parameters:
    ///   - plan: what the place was brought in line with.
    ///   - rendering: how payloads are made; if that changed, all are made and compared anew.
    package func keepDestination(
        _ remote: String, of deployment: Deployment.ID, company: String, plan: String, rendering: String
    ) async throws(StoreError) -> StoredDestination {
        try await write { db in
            try db.serializeOutboxes()
            let known = try db.row(
                "SELECT * FROM destination WHERE deployment = ? AND remote = ?", [deployment.row, remote])
            if let known {
                let id: Int64 = known["id"]
                let unchanged: Bool =
                    known["plan"] == plan && known["rendering"] == rendering && known["current"]
                    && known["company"] == company
                if unchanged { return StoredDestination(known) }
                if known["rendering"] != rendering {
                    try db.run("UPDATE delivered_course SET state = '' WHERE destination = ?", [id])
                }
            }
            try db.run(
                "UPDATE destination SET current = 0 WHERE deployment = ? AND current = 1", [deployment.row])
            let row = try db.row(
                """
                INSERT INTO destination (company, deployment, remote, plan, rendering, current)
                VALUES (?, ?, ?, ?, ?, 1)
                ON CONFLICT (deployment, remote) DO UPDATE SET company = excluded.company,
                    plan = excluded.plan, rendering = excluded.rendering, current = 1
                RETURNING *
                """, [company, deployment.row, remote, plan, rendering])
            guard let row else {
                throw StoreError.damaged("\(self.store.engine.path): the destination was not kept")
            }
            return StoredDestination(row)
        }
    }

    /// Forgets what was delivered to a place, and what was to be: the platform does not have it any more. Nor does it
    /// hold what people archived there.
    package func forgetDestination(_ id: StoredDestination.ID) async throws(StoreError) {
        try await write { db in
            try db.serializeOutboxes()
            let archived = try db.values(
                Int64.self,
                """
                SELECT c.id FROM delivered_course l JOIN course c ON c.id = l.course
                WHERE l.destination = ? AND c.reasons & ? <> 0
                """, [id.row, ArchiveReasons.platform.rawValue])
            for course in archived { try db.change(course) { $0.subtracting(.platform) } }
            for table in ["outbox", "delivered_course", "delivered_statistic", "opened_attempt"] {
                try db.run("DELETE FROM \(table) WHERE destination = ?", [id.row])
            }
        }
    }
}

extension StoredDestination {
    init(_ row: Row) {
        self.init(
            id: ID(row: row["id"]), deployment: Deployment.ID(row: row["deployment"]), remote: row["remote"],
            plan: row["plan"], rendering: row["rendering"], isCurrent: row["current"])
    }
}
