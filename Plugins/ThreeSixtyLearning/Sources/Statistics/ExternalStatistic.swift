import ConnectorKit

/// A statistic as 360Learning takes it (rule D17).
struct ExternalStatistic: Sendable, Hashable, Codable {
    let courseIdentifier: Identifier
    let userIdentifier: Identifier
    /// Per cent.
    let progress: Int
    /// Milliseconds, at least 1.
    let timeSpent: Int
    let firstActivityAt: String
    /// Also the time of completion if the progress is 100.
    let lastActivityAt: String
    let result: String?
    let score: Double?

    struct Identifier: Sendable, Hashable, Codable {
        let type: String
        let value: String
    }

    /// Rules D17 and A17: a time that is unknown or 0 is sent as 1. Each enrolment is one statistic, and
    /// the platform's own rule makes attempts of them.
    init(_ statistic: LearnerStatistic) {
        courseIdentifier = Identifier(type: "externalId", value: SentText.clean(statistic.externalID))
        userIdentifier = Identifier(type: "mail", value: SentText.clean(statistic.mail))
        progress = min(100, max(0, statistic.progress))
        timeSpent = max(1, statistic.timeSpent ?? 1)
        firstActivityAt = Timestamp.text(statistic.firstActivity)
        lastActivityAt = Timestamp.text(max(statistic.firstActivity, statistic.lastActivity))
        result = statistic.passed.map { $0 ? "success" : "failed" }
        score = statistic.score.map { min(100, max(0, $0)) }
    }

    /// A learner may have several statistics of one course: they differ in when they began.
    var key: String {
        Self.key(courseIdentifier.value, userIdentifier.value, firstActivityAt)
    }

    static func key(_ course: String, _ mail: String, _ first: String) -> String {
        let time = Timestamp.milliseconds(first).map(String.init) ?? first
        return "\(course) \(mail.lowercased()) \(time)"
    }
}
