package import ConnectorKit
import Synchronization
package import Model

/// How many items of one language and type are active courses of another group too.
package struct SharedItems: Sendable, Equatable {
    package let group: String
    package let language: String?
    package let type: String
    /// The texts of the fields that were asked for.
    package let texts: [Vocabulary.Field: [String]]
    package let count: Int
}

extension Store {
    /// What a connection's provider offers, by language and type, whatever filters are set.
    ///
    /// - Parameter fields: those whose texts are counted as well.
    package func content(of connection: ConnectionID, by fields: Set<Vocabulary.Field> = [])
        async throws(StoreError) -> ContentCounts
    {
        let fields = Vocabulary.Field.allCases.filter(fields.contains)
        return try await read { db in
            var counts = ContentCounts()
            try db.forEach(
                """
                SELECT lang, provider_type, count(*) FROM item WHERE connection = ? AND state = ? GROUP BY 1, 2
                """, [connection.row, ItemState.offered.rawValue]
            ) { counts.add(language: $0[0], type: $0[1], count: $0[2]) }
            guard let texts = FieldTexts.sql(fields, of: "i", db) else { return counts }
            try db.forEach(
                "SELECT \(texts), count(*) FROM item i WHERE i.connection = ? AND i.state = ? GROUP BY 1",
                [connection.row, ItemState.offered.rawValue]
            ) { counts.add(FieldTexts.decode($0[0], fields), count: $0[1]) }
            return counts
        }
    }

    /// What a deployment could take of the courses that other groups have active, by language and type.
    ///
    /// Courses that are archived by a person in the deployment's own group, or on the platform, are left out: no filter
    /// brings them back. What was found is remembered until a course of the provider changes: a preview asks again for
    /// every letter that is typed.
    ///
    /// - Parameter fields: those whose texts tell items apart as well.
    package func sharedItems(of deployment: Deployment, by fields: Set<Vocabulary.Field> = [])
        async throws(StoreError) -> [SharedItems]
    {
        let fields = Vocabulary.Field.allCases.filter(fields.contains)
        let known = remembered.withLock { $0 }
        let found = try await read { db in
            let state = try SharedItems.state(of: deployment, db) + " \(fields)"
            guard known?.state != state else { return known }
            return RememberedSharing(state: state, items: try SharedItems.all(of: deployment, by: fields, db))
        }
        remembered.withLock { $0 = found }
        return found?.items ?? []
    }
}

/// What was last found, and of what.
struct RememberedSharing: Sendable {
    let state: String
    let items: [SharedItems]
}

extension SharedItems {
    /// Another text after every change of what is counted.
    fileprivate static func state(of deployment: Deployment, _ db: Session) throws -> String {
        try db.rows(
            """
            SELECT d.id, d.changes, n.id, n.revision FROM deployment d JOIN connection n ON n.id = d.connection
            WHERE d.provider = ? ORDER BY d.id
            """, [deployment.provider]
        ).reduce(into: "\(deployment.id.row)") { text, row in
            for column in 0..<4 { text += " \(row[column] as Int64)" }
        }
    }

    fileprivate static func all(
        of deployment: Deployment, by fields: [Vocabulary.Field], _ db: Session
    ) throws -> [SharedItems] {
        let next = db.sql.inThisOrder
        let texts = FieldTexts.sql(fields, of: "own", db) ?? "NULL"
        let values: Values = [
            "connection": deployment.connection.row, "offered": ItemState.offered.rawValue,
            "deployment": deployment.id.row, "provider": deployment.provider, "group": deployment.group,
            "manual": ArchiveReasons.byPeople.rawValue,
        ]
        let isWanted = """
            d.id <> :deployment AND d.provider = :provider AND d.group_id <> :group AND own.state = :offered
                AND own.id NOT IN (
                    SELECT item FROM course WHERE deployment = :deployment AND reasons & :manual <> 0)
            """
        // On the same connection the indexes have all that is asked for.
        let shared = try db.rows(
            """
            SELECT d.group_id, own.lang, own.provider_type, \(texts) AS texts,
                count(*) AS number
            FROM item own \(next) course c ON c.item = own.id AND c.reasons = 0
                \(next) deployment d ON d.id = c.deployment
            WHERE own.connection = :connection AND \(isWanted)
            GROUP BY 1, 2, 3, 4
            """, values)
        let alike = try db.rows(
            """
            SELECT d.group_id, own.lang, own.provider_type, \(texts) AS texts,
                count(*) AS number
            FROM item own
                \(next) connection n ON n.provider = :provider AND n.id <> :connection
                \(next) item i ON i.connection = n.id AND i.external_id = own.external_id
                \(next) course c ON c.item = i.id AND c.reasons = 0
                \(next) deployment d ON d.id = c.deployment
            WHERE own.connection = :connection AND d.connection = n.id AND \(isWanted)
            GROUP BY 1, 2, 3, 4
            """, values)
        return (shared + alike).map {
            SharedItems(
                group: $0["group_id"], language: $0["lang"], type: $0["provider_type"],
                texts: FieldTexts.decode($0["texts"], fields), count: $0["number"])
        }.sorted { ($0.group, $0.language ?? "", $0.type) < ($1.group, $1.language ?? "", $1.type) }
    }
}
