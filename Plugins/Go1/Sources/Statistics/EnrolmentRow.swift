import ConnectorKit
import Foundation

/// An enrolment in a list or alone.
///
/// In the gateway ids are text and the learner is an account; in v2 ids are numbers and the learner is a
/// user. The member that names the parent has two spellings (rule G9). Both are read.
struct EnrolmentRow {
    static let paths = JSONPaths([
        "id", "lo_id", "user_account_id", "user_id", "status", "created_time", "updated_time", "pass",
        "parent_enrolment_id", "parent_enrollment_id",
    ])

    let enrolment: Enrolment
    /// Whether it is an enrolment in a part of a course. The gateway's lists leave those out, and so do we.
    let isPart: Bool

    /// - Throws: ``Failure/item(_:)`` if it lacks a value that a statistic needs.
    init(_ document: SourceDocument, generation: Generation) throws(Failure) {
        let values = document.values.map { $0.first ?? .null }
        let learner = generation == .gateway ? 2 : 3
        enrolment = Enrolment(
            id: try Self.id(values[0], "id"), contentID: try Self.id(values[1], "lo_id"),
            account: try Self.id(values[learner], Self.paths.paths[learner]),
            status: try Self.status(values[4]), createdAt: try Self.time(values[5], "created_time"),
            updatedAt: try Self.time(values[6], "updated_time"), passed: try Self.passed(values[7]))
        isPart = values[8...].contains { ![.null, .text(""), .number("0"), .text("0")].contains($0) }
    }

    /// Returns the id of a row that is otherwise unreadable.
    static func id(of document: SourceDocument) -> String? {
        document.values.first?.first.flatMap { try? id($0, "id") }
    }

    private static func id(_ value: SourceValue, _ name: String) throws(Failure) -> String {
        switch value {
        case .null: throw .item("no \(name)")
        case .text(let id), .number(let id):
            guard !id.isEmpty, id.utf8.count <= 200 else { throw .item("\(name) is no id") }
            return id
        default: throw .item("\(name) is \(value.kind); an id was expected")
        }
    }

    private static func status(_ value: SourceValue) throws(Failure) -> Enrolment.Status {
        switch value {
        case .text("completed"): .completed
        case .text("in-progress"): .inProgress
        case .text: .other
        case .null: throw .item("no status")
        default: throw .item("status is \(value.kind); text was expected")
        }
    }

    private static func time(_ value: SourceValue, _ name: String) throws(Failure) -> Date {
        guard case .text(let text) = value else {
            throw .item(value == .null ? "no \(name)" : "\(name) is \(value.kind); a time was expected")
        }
        guard let date = Timestamp.date(text) else {
            throw .item("\(name) is \"\(text.prefix(40))\"; an ISO 8601 time was expected")
        }
        return date
    }

    /// True or false. Older responses may have 1 or 0 (assumed).
    private static func passed(_ value: SourceValue) throws(Failure) -> Bool? {
        switch value {
        case .null: nil
        case .boolean(let flag): flag
        case .number("1"), .text("1"), .text("true"): true
        case .number("0"), .text("0"), .text("false"): false
        default: throw .item("pass is \(value.kind); true or false was expected")
        }
    }
}
