import ConnectorKit
import Foundation

/// A row of the report `user-course-activity`: one learner and one course.
enum ActivityRow {
    static let paths = JSONPaths([
        "course_id", "user_id", "user_email", "user_external_id", "lms_user_id", "user_name", "user_surname",
        "completion_ratio", "num_video_consumed_minutes", "course_enroll_date", "course_start_date",
        "course_first_completion_date", "course_completion_date", "course_last_accessed_date",
    ])

    /// - Parameter address: The column with the learner's e-mail address.
    /// - Throws: ``Failure/item(_:)`` if it lacks what a statistic needs.
    static func enrolment(_ row: Row, address: LearnerColumn) throws(Failure) -> Enrolment {
        guard let course = try row.id("course_id") else { throw .item("no course_id") }
        let (user, email) = (try row.id("user_id"), try row.text("user_email"))
        guard let account = user ?? email?.lowercased() else {
            throw .item("no user_id and no user_email")
        }
        let name = [try row.text("user_name"), try row.text("user_surname")].compactMap(\.self)
        let learner = LearnerAccount(
            id: account, email: try row.text(address.rawValue)?.lowercased(),
            name: name.isEmpty ? nil : name.joined(separator: " "))
        let ratio = try row.number("completion_ratio") ?? 0
        let minutes = try row.number("num_video_consumed_minutes") ?? 0
        let (enrolled, started) = (try row.time("course_enroll_date"), try row.time("course_start_date"))
        let first = try row.time("course_first_completion_date")
        let (latest, accessed) = (
            try row.time("course_completion_date"), try row.time("course_last_accessed_date")
        )
        let completed = first ?? latest
        let isCompleted = completed != nil || ratio >= 100
        let begin = started ?? enrolled
        guard let last = completed ?? accessed ?? begin else {
            throw .item("no time; course_enroll_date was expected")
        }
        return Enrolment(
            contentID: course, learner: learner,
            status: isCompleted
                ? .completed : started != nil || ratio > 0 || minutes > 0 ? .inProgress : .other,
            createdAt: begin, updatedAt: last, progress: isCompleted ? 100 : Int(min(max(ratio, 0), 100)),
            timeSpent: .total(.milliseconds(Int64(min(max(minutes, 0), 1e9) * 60_000))))
    }
}
