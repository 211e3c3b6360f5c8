package import Model

/// How many items of one language and type are active courses of another group too.
package struct SharedItems: Sendable, Equatable {
    package let group: String
    package let language: String?
    package let type: String
    package let count: Int
}

extension Store {
    /// What a deployment could take of the courses that other groups have active, by language and type.
    ///
    /// Courses that are archived by a person in the deployment's own group, or on the platform, are left out: no filter brings them back.
    package func sharedItems(of deployment: Deployment) async throws(StoreError) -> [SharedItems] {
        let manual = ArchiveReasons.byPeople.rawValue
        return try await read { db in
            try db.rows(
                """
                SELECT d.group_id, i.lang, i.provider_type, count(DISTINCT i.external_id) AS number
                FROM deployment d
                    \(db.sql.inThisOrder) course c ON c.deployment = d.id AND c.reasons = 0
                    \(db.sql.inThisOrder) item i ON i.id = c.item
                    \(db.sql.inThisOrder) item own ON own.connection = :connection
                        AND own.external_id = i.external_id
                WHERE d.id <> :deployment AND d.provider = :provider AND d.group_id <> :group
                    AND own.state = :offered
                    AND NOT EXISTS (SELECT 1 FROM course x WHERE x.item = own.id
                        AND x.deployment = :deployment AND x.reasons & :manual <> 0)
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                [
                    "connection": deployment.connection.row, "offered": ItemState.offered.rawValue,
                    "deployment": deployment.id.row, "provider": deployment.provider,
                    "group": deployment.group, "manual": manual,
                ]
            ).map {
                SharedItems(
                    group: $0["group_id"], language: $0["lang"], type: $0["provider_type"],
                    count: $0["number"])
            }
        }
    }
}
