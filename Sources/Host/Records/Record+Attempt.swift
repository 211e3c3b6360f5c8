import ConnectorKit
package import Model
import Store

extension Record {
    package static let attemptKeys = [
        "id", "group", "provider", "externalCourseId", "user", "firstActivity", "lastActivity", "completedAt",
        "progress", "result", "score", "timeSpentInMilliseconds",
    ]

    /// An attempt (rule R2): `user` is an e-mail address, times are ISO 8601 UTC, `progress` is per cent.
    package init(_ attempt: Attempt) {
        let state = attempt.state
        let values: [JSONValue] = [
            .text(String(attempt.id)), .text(attempt.group), .text(attempt.provider),
            .text(attempt.externalCourseID), .text(attempt.user), .time(state.firstActivity),
            .time(state.lastActivity), .time(state.completedAt), .integer(state.progress),
            .optional(state.result?.rawValue), .null, state.timeSpent.map { .integer($0) } ?? .null,
        ]
        self.init(Array(zip(Self.attemptKeys, values)))
    }
}
