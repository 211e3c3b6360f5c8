import Model

/// Whose attempts are counted, as SQL: from what is kept counted, or, for a part of the time, from the attempts.
struct ActivityScope {
    /// The deployments under which something is counted.
    let deployments: String
    /// Whether a learner may be counted under more than one of them.
    let isMixed: Bool
    /// Whether everything is counted.
    let isWhole: Bool
    /// The attempts of the time, with the conditions for a part of it.
    let attempts: String
    /// The values for `attempts` and `user`.
    let values: Values
    /// The condition for a learner `l`.
    let learner: String

    init(_ query: ActivityQuery, _ db: Session) throws {
        isWhole = query.groups.isEmpty && query.provider == nil
        if isWhole {
            (deployments, isMixed) = (String(AttemptCounts.all), false)
        } else {
            let ids = try db.values(
                Int64.self,
                """
                SELECT id FROM deployment
                WHERE \(query.groups.isEmpty ? "true" : db.sql.isAmong("group_id", ":groups"))
                    AND \(query.provider == nil ? "true" : "provider = :provider")
                """, ["groups": query.groups, "provider": query.provider])
            deployments = ids.isEmpty ? "NULL" : ids.map(String.init).joined(separator: ", ")
            isMixed = ids.count > 1
        }
        var conditions = [isWhole ? "true" : "c.deployment IN (\(deployments))"]
        var values: Values = [:]
        if let from = query.from {
            conditions.append("a.last_activity >= :from")
            values += ["from": from]
        }
        if let until = query.until {
            conditions.append("a.last_activity < :until")
            values += ["until": until]
        }
        attempts =
            "attempt a JOIN course c ON c.id = a.course WHERE \(conditions.joined(separator: " AND "))"
        learner = query.user == nil ? "true" : #"l.email LIKE :user ESCAPE '\'"#
        if let user = query.user {
            let part = user.lowercased().replacing(#"\"#, with: #"\\"#).replacing("%", with: #"\%"#)
                .replacing("_", with: #"\_"#)
            values += ["user": "%\(part)%"]
        }
        self.values = values
    }
}
