import ConnectorKit
import Foundation
import LinkedInLearningSimulator
import TestSupport
import Testing

@testable import LinkedInLearning

@Suite("Activity reports as enrolments")
struct ReportTests {
    @Test("a row fills every field that it has, and the completion has its own time")
    func full() throws {
        let expected = Enrolment(
            contentID: "urn:li:lyndaCourse:1",
            learner: LearnerAccount(
                id: "urn:li:enterpriseProfile:(urn:li:enterpriseAccount:1000,7)", email: "ada@example.com",
                name: "Ada Vogel"),
            status: .completed, createdAt: Self.time(1), updatedAt: Self.time(5), progress: 100,
            timeSpent: .windows([Self.time(0): .seconds(90)]))
        #expect(try enrolment(Self.row) == expected)
    }

    @Test("a row without completion is in progress, until its last engagement")
    func inProgress() throws {
        for row in [
            Self.row.replacing(#""engagementValue":1,"#, with: #""engagementValue":0,"#),
            Self.row.replacing("COMPLETIONS", with: "VIEWS"),
        ] {
            let enrolment = try enrolment(row)
            #expect(enrolment.status == .inProgress)
            #expect(enrolment.createdAt == Self.time(1))
            #expect(enrolment.updatedAt == Self.time(9))
        }
    }

    @Test("the address is that of the setting, and may be missing")
    func addresses() throws {
        #expect(try enrolment(Self.row, "unique_user_id").learner?.email == "employee-7")
        let without = Self.row.replacing(#""email":"ada@example.com","#, with: "")
        #expect(try enrolment(without).learner?.email == nil)
    }

    @Test(
        "a row that cannot be read is refused with its reason",
        arguments: [
            ("contentUrn", "another", "no contentDetails.contentUrn"),
            ("profileUrn", "another", "no learnerDetails.entity.profileUrn"),
            ("activities", "another", "no activities"),
            (#""engagementValue":1,"#, "", "an activity has no engagementValue that can be read"),
            (
                #""firstEngagedAt":1000"#, #""firstEngagedAt":"then""#,
                "an activity has no firstEngagedAt that can be read"
            ),
        ])
    func refused(old: String, new: String, reason: String) {
        #expect(throws: Failure.item(reason)) { try enrolment(Self.row.replacing(old, with: new)) }
    }

    @Test("each window is asked for by type, from that of the first day on, the last one up to today")
    func requests() async throws {
        let client = AccountClient(items: 10)
        let now = Timestamp.date("2026-02-01T12:00:00Z")
        let connection = Connection(
            settings: AccountClient.settings(["statistics_from": "2026-01-10"]), client: client,
            clock: { now ?? Date() })
        var next: Checkpoint?
        var mark: Checkpoint?
        repeat {
            let request = EnrolmentRequest(after: next) { [] }
            guard case .page(let page) = try await linkedIn.enrolments(request, of: connection) else {
                throw Failure.fatal("there is no page")
            }
            (next, mark) = (page.next, page.mark)
        } while next != nil
        let asked = client.account.requests.map { target in
            let values = target.split { "?&".contains($0) }
            return ["assetType", "startedAt", "timeOffset.duration", "start"].map { name in
                values.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1) ?? "-"
            }.joined(separator: " ")
        }
        // 2026-01-01, 15 and 29 begin windows.
        #expect(
            asked == [
                "COURSE 1767225600000 14 0", "LEARNING_PATH 1767225600000 14 0", "COURSE 1768435200000 14 0",
                "LEARNING_PATH 1768435200000 14 0", "COURSE 1769644800000 4 0",
                "LEARNING_PATH 1769644800000 4 0",
            ])
        #expect(mark == now.map { Checkpoint(String(Int($0.timeIntervalSince1970) - 3 * 86_400)) })
    }

    @Test(
        "a checkpoint of other settings, or none of ours, is refused",
        arguments: [
            "", "0", "0 2 0 1769947200", "1 0 0 1769947200", "0 0 0", "0 0 x 1769947200", "1209600 0 0 5",
        ])
    func foreign(text: String) async throws {
        let request = EnrolmentRequest(after: Checkpoint(text)) { [] }
        let answer = try await linkedIn.enrolments(request, of: AccountClient(items: 10).connection())
        guard case .checkpointRefused("the checkpoint cannot be read") = answer else {
            Issue.record("\(text) was taken")
            return
        }
    }

    @Test("a check of each capability shows the permission that is missing")
    func permissions() async throws {
        let reader = AccountClient(items: 10) { $0.permissions = [.content] }.connection()
        try await linkedIn.verify(.catalog, of: reader)
        let url = "GET https://api.linkedin.example/v2/learningActivityReports"
        await #expect(
            throws: Failure.credentials(
                "\(url), COURSE: HTTP 403, \"Not enough permissions to access: GET /v2/learningActivityReports\"; "
                    + "needed is reports, which an administrator allows under Access content and reports via API"
            )
        ) { try await linkedIn.verify(.stats, of: reader) }
        let reporter = AccountClient(items: 10) { $0.permissions = [.reports] }.connection()
        try await linkedIn.verify(.stats, of: reporter)
        await #expect(throws: Failure.self) { try await linkedIn.verify(.catalog, of: reporter) }
    }

    private func enrolment(_ json: String, _ address: String = "email") throws -> Enrolment {
        let settings = Settings(texts: ["learners": address])
        return try ActivityReport.enrolment(
            FieldInput(json: json, from: ActivityReport.paths.paths, settings: settings), window: Self.time(0)
        )
    }

    private static func time(_ seconds: TimeInterval) -> Date { Date(timeIntervalSince1970: seconds) }

    private static let row = """
        {"latestDataAt":9000,"learnerDetails":{"name":"Ada Vogel","enterpriseGroups":[],"entity":{"profileUrn":
        "urn:li:enterpriseProfile:(urn:li:enterpriseAccount:1000,7)"},"email":"ada@example.com",
        "customAttributes":{},"uniqueUserId":"employee-7"},"activities":[
        {"engagementType":"COMPLETIONS","engagementValue":1,"firstEngagedAt":1000,"lastEngagedAt":5000},
        {"engagementType":"SECONDS_VIEWED","engagementValue":90,"firstEngagedAt":2000,"lastEngagedAt":9000},
        {"engagementType":"PROGRESS_PERCENTAGE","engagementValue":100,"firstEngagedAt":2000,"lastEngagedAt":9000}],
        "contentDetails":{"name":"C","contentUrn":"urn:li:lyndaCourse:1"}}
        """
}
