import ConnectorKit
import Foundation

/// A row of the report `user-course-activity`: one learner and one course.
enum ActivityRow {
    static let paths = JSONPaths([
        "course_id", "user_id", "user_email", "user_external_id", "lms_user_id", "user_name", "user_surname",
        "completion_ratio", "num_video_consumed_minutes", "course_enroll_date", "course_start_date",
        "course_first_completion_date", "course_completion_date", "course_last_accessed_date",
    ])

    /// - Throws: ``Failure/item(_:)`` if it lacks what a statistic needs.
    static func enrolment(_ row: FieldInput) throws(Failure) -> Enrolment {
        let course = try row["course_id"].requiredNumericID()
        let address = row.settings["learner_email"] ?? LearnerColumn.email.rawValue
        let emails = [try text(row["user_email"]), try text(row[address])].map { $0?.lowercased() }
        let user = row["user_id"].first == nil ? nil : try row["user_id"].requiredNumericID()
        guard let account = user ?? emails[0] else { throw .item("no user_id and no user_email") }
        let names = [try text(row["user_name"]), try text(row["user_surname"])].compactMap(\.self)
        let progress = try row["completion_ratio"].percent() ?? 0
        let minutes = try row["num_video_consumed_minutes"].duration(in: .minutes) ?? .zero
        let (enrolled, started) = (try row["course_enroll_date"].time(), try row["course_start_date"].time())
        let first = try row["course_first_completion_date"].time()
        let (latest, accessed) = (
            try row["course_completion_date"].time(), try row["course_last_accessed_date"].time()
        )
        let completed = first ?? latest
        let isCompleted = completed != nil || progress == 100
        let begin = started ?? enrolled
        guard let last = completed ?? accessed ?? begin else {
            throw .item("no time; course_enroll_date was expected")
        }
        return Enrolment(
            contentID: course,
            learner: LearnerAccount(
                id: account, email: emails[1], name: names.isEmpty ? nil : names.joined(separator: " ")),
            status: isCompleted
                ? .completed : started != nil || progress > 0 || minutes > .zero ? .inProgress : .other,
            createdAt: begin, updatedAt: last, progress: isCompleted ? 100 : progress,
            timeSpent: .total(minutes))
    }

    /// A text with more than white space.
    private static func text(_ input: FieldInput) throws(Failure) -> String? {
        let text = try input.text()?.trimmed
        return text == "" ? nil : text
    }
}
