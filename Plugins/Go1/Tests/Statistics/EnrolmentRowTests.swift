import ConnectorKit
import Foundation
import Testing

@testable import Go1

@Suite("Reading an enrolment")
struct EnrolmentRowTests {
    private static let whole = """
        {"id":"123","enrollment_type":"assigned","user_account_id":"432","user_id":9,"lo_id":"567",
         "created_time":"2022-03-19T01:29:36+00:00","updated_time":"2022-03-29T01:29:36+00:00",
         "status":"completed","pass":true}
        """

    private static func read(
        _ change: [String: String?], _ generation: Generation = .gateway
    ) throws -> EnrolmentRow {
        var members = try #require(
            try JSONSerialization.jsonObject(with: Data(whole.utf8)) as? [String: Any])
        for (name, json) in change {
            members[name] = try json.map {
                try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
            }
        }
        let bytes = Array(try JSONSerialization.data(withJSONObject: members))
        return try EnrolmentRow(
            FieldInput(SourceDocument(json: bytes[...], paths: EnrolmentRow.paths), EnrolmentRow.paths),
            generation: generation)
    }

    @Test("ids are text or numbers, and the learner is an account in the gateway and a user in v2")
    func ids() throws {
        let updated = Date(timeIntervalSince1970: 1_648_517_376)
        let expected = Enrolment(
            id: "123", contentID: "567", account: "432", status: .completed,
            createdAt: updated.addingTimeInterval(-864_000), updatedAt: updated, passed: true)
        #expect(try Self.read([:]).enrolment == expected)
        #expect(
            try Self.read(["id": "123", "lo_id": "567", "user_account_id": "432"]).enrolment == expected)
        #expect(try Self.read([:], .v2).enrolment.account == "9")
    }

    @Test(
        "every format of a time is read",
        arguments: ["2022-03-29T01:29:36+00:00", "2022-03-29T01:29:36.000Z", "2022-03-29T01:29:36+0000"])
    func times(_ text: String) throws {
        let row = try Self.read(["updated_time": "\"\(text)\"", "created_time": "\"\(text)\""])
        #expect(row.enrolment.updatedAt == Date(timeIntervalSince1970: 1_648_517_376))
        #expect(row.enrolment.createdAt == Date(timeIntervalSince1970: 1_648_517_376))
    }

    @Test(
        "every status except completed and in progress is other",
        arguments: [
            ("completed", Enrolment.Status.completed), ("in-progress", .inProgress), ("not-started", .other),
            ("assigned", .other), ("expired", .other), ("Completed", .other), ("", .other),
        ])
    func statuses(_ text: String, _ status: Enrolment.Status) throws {
        #expect(try Self.read(["status": "\"\(text)\""]).enrolment.status == status)
    }

    @Test(
        "pass is true, false or unknown",
        arguments: [
            ("true", true), ("false", false), ("null", nil), (nil, nil), ("1", true), ("0", false),
        ] as [(String?, Bool?)])
    func passed(_ json: String?, _ passed: Bool?) throws {
        #expect(try Self.read(["pass": json]).enrolment.passed == passed)
    }

    @Test(
        "an enrolment with a parent, in either spelling, is in a part of a course",
        arguments: [
            ("parent_enrolment_id", "\"9\"", true), ("parent_enrollment_id", "9", true),
            ("parent_enrollment_id", "null", false), ("parent_enrolment_id", "\"\"", false),
            ("parent_enrollment_id", "0", false),
        ])
    func parts(_ name: String, _ json: String, _ isPart: Bool) throws {
        #expect(try Self.read([name: json]).isPart == isPart)
    }

    @Test(
        "a row that lacks a required value is refused with the reason",
        arguments: [
            ("id", nil, "no id"), ("lo_id", "null", "no lo_id"),
            ("user_account_id", nil, "no user_account_id"),
            ("id", "[1]", "id is a list; an id was expected"), ("id", "\"\"", "no id"),
            ("status", nil, "no status"), ("status", "7", "status is a number; text was expected"),
            ("created_time", nil, "no created_time"),
            ("updated_time", "5", "updated_time is a number; a time was expected"),
            ("updated_time", "\"soon\"", "updated_time is \"soon\"; an ISO 8601 time was expected"),
            ("pass", "\"maybe\"", "pass is text; true or false was expected"),
        ] as [(String, String?, String)])
    func refused(_ name: String, _ json: String?, _ reason: String) throws {
        #expect(throws: Failure.item(reason)) { try Self.read([name: json]) }
    }
}
