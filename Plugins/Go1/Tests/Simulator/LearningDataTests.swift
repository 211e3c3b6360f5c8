import ConnectorKit
import Foundation
import Go1Simulator
import Testing

@Suite struct LearningDataTests {
    private static let portal = Go1Portal.learning(items: 60, enrolments: 2_000)

    @Test("the same portal has the same enrolments and accounts, including the awkward ones")
    func data() throws {
        let enrolments = Self.portal.enrolments
        #expect(enrolments == Go1Portal.learning(items: 60, enrolments: 2_000).enrolments)
        #expect(enrolments.count == 2_000)
        let ids = Set(Self.portal.libraryIDs)
        #expect(enrolments.contains { $0.updated < $0.created })
        #expect(enrolments.contains { !ids.contains($0.contentID) })
        #expect(enrolments.contains { $0.parentID != nil })
        #expect(Set(enrolments.map(\.status)) == Set(PortalEnrolment.Status.allCases))
        #expect(
            enrolments.contains { $0.timeForm == .compact } && enrolments.contains { $0.timeForm == .zulu })
        let again = Dictionary(grouping: enrolments) { [$0.accountID, $0.contentID] }
        #expect(again.values.contains { $0.count > 1 })
        let emails = Self.portal.accounts.map(\.email)
        #expect(emails.contains(nil) && emails.contains(.null) && emails.contains(""))
        #expect(emails.contains(.text("Learner6@Example.COM")))
    }

    struct Search: Sendable, CustomTestStringConvertible {
        let query: String
        let matches: @Sendable (PortalEnrolment) -> Bool
        var key: @Sendable (PortalEnrolment) -> Int64 = { $0.created }

        var testDescription: String { query }

        static let all = [
            Search(
                query: "update_time_gte=2024-01-01T00:00:00Z&update_time_lte=2024-06-01&sort=updated_time"
                    + "&order=asc",
                matches: { $0.updated >= 1_704_067_200_000 && $0.updated < 1_717_286_400_000 },
                key: { $0.updated }),
            Search(query: "status=completed,in-progress&order=asc", matches: { $0.status != .notStarted }),
            Search(query: "status=assigned&order=asc", matches: { _ in false }),
            Search(query: "status=completed", matches: { $0.status == .completed }, key: { -$0.created }),
            Search(
                query: "enrollment_type=assigned&due_date_exists=true&sort=due_date&order=asc",
                matches: { $0.isAssigned }),
            Search(
                query: "end_date_gte=2025-01-01&order=asc",
                matches: { $0.status == .completed && $0.updated >= 1_735_689_600_000 }),
            Search(query: "user_account_id=700003&order=asc", matches: { $0.accountID == 700_003 }),
        ]
    }

    @Test("a filter finds exactly its enrolments in the requested order", arguments: Search.all)
    func filters(_ search: Search) async throws {
        let expected = Self.portal.enrolments.filter { $0.parentID == nil && search.matches($0) }
        try await PortalSite.with(Self.portal) { site in
            let answer = try await site.get("/enrollments?limit=50&\(search.query)")
            let hits = try #require(answer.json?["hits"]?.list).compactMap { $0["id"]?.text }
            #expect(answer.json?["total"] == .number(Double(expected.count)))
            let sorted = expected.sorted { search.key($0) < search.key($1) }.prefix(50)
            #expect(hits == sorted.map { String($0.id) })
        }
    }

    @Test("v2 lists parts of courses unless they are excluded, with numbers as ids")
    func v2() async throws {
        let enrolments = Self.portal.enrolments
        try await PortalSite.with(Self.portal) { site in
            let all = try await site.get("/v2/enrollments?limit=1")
            #expect(all.json?["total"] == .number(2_000))
            #expect(all.json?["hits"]?.list?.first?["id"] == .number(Double(enrolments[0].id)))
            let whole = try await site.get("/v2/enrollments?exclude_child_enrollments=true")
            #expect(
                whole.json?["total"] == .number(Double(enrolments.count { $0.parentID == nil })))
            let content = enrolments[0].contentID
            let some = try await site.get(
                "/v2/enrollments?lo_id=\(content)&status=completed&exclude_child_enrollments=true")
            #expect(
                some.json?["total"]
                    == .number(
                        Double(
                            enrolments.count {
                                $0.parentID == nil && $0.contentID == content && $0.status == .completed
                            })))
        }
    }

    @Test("an account is found by its e-mail, ignoring case")
    func email() async throws {
        try await PortalSite.with(Self.portal) { site in
            for path in ["/user-accounts", "/v2/users"] {
                let found = try await site.get("\(path)?email=LEARNER6@example.com")
                #expect(found.json?["total"] == .number(1))
                let none = try await site.get("\(path)?email=nobody@example.com")
                #expect(none.json?["hits"] == .list([]))
            }
        }
    }
}
