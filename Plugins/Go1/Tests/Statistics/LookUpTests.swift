import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

@testable import Go1

@Suite("Reading enrolments and learners again")
struct LookUpTests {
    private static func hints(_ rows: [PortalEnrolment], at time: Date?) -> [EnrolmentHint] {
        rows.map {
            EnrolmentHint(id: String($0.id), contentID: String($0.contentID), changedAt: time)
        }
    }

    @Test("a few enrolments are fetched one by one; deleted ones and those in parts are left out")
    func few() async throws {
        for generation in Generation.allCases {
            let portal = Go1Portal.learning(enrolments: 300)
            let part = try #require(portal.enrolments.first { $0.parentID != nil })
            let some = portal.enrolments.filter { $0.parentID == nil }.prefix(4)
            portal.deleteEnrolment(some[0].id)
            let read = try await PortalSite.with(portal) { site in
                try await go1.enrolments(
                    about: Self.hints(Array(some) + [part], at: Date()), of: site.connection(generation))
            }
            let expected = portal.expected(generation)
            #expect(
                read.sorted { $0.id < $1.id } == some.dropFirst().compactMap { expected[String($0.id)] })
            #expect(portal.requests.filter { $0.path != "/oauth/token" }.count == 5)
        }
    }

    @Test("the enrolments of 1,000 events take few requests")
    func many() async throws {
        let portal = Go1Portal.learning(enrolments: 3_000)
        let rows = portal.enrolments.filter { $0.parentID == nil && $0.status != .completed }.prefix(1_000)
        #expect(rows.count == 1_000)
        for row in rows { portal.complete(row.id) }
        portal.deleteEnrolment(rows[17].id)
        let read = try await PortalSite.with(portal) { site in
            try await go1.enrolments(about: Self.hints(Array(rows), at: Date()), of: site.connection())
        }
        let expected = portal.expected(.gateway)
        #expect(
            Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0) })
                == Dictionary(
                    uniqueKeysWithValues: rows.compactMap { row in
                        expected[String(row.id)].map { (String(row.id), $0) }
                    }))
        #expect(read.count == 999)
        // A page for every 50; more if two pages share a second; the missing enrolment; and the token.
        #expect(portal.requests.count < 60)
    }

    @Test("enrolments of events without a time, or among far more changes, are fetched one by one")
    func oneByOne() async throws {
        for time in [nil, Date(timeIntervalSince1970: 0)] {
            let portal = Go1Portal.learning(enrolments: 3_000)
            let rows = portal.enrolments.filter { $0.parentID == nil }.sorted { $0.updated < $1.updated }
                .suffix(20)
            let read = try await PortalSite.with(portal) { site in
                try await go1.enrolments(about: Self.hints(Array(rows), at: time), of: site.connection())
            }
            #expect(Set(read.map(\.id)) == Set(rows.map { String($0.id) }))
            #expect(portal.requests.filter { $0.path != "/oauth/token" }.count == (time == nil ? 20 : 21))
        }
    }

    @Test("few and many accounts are found; one has no e-mail if Go1 has none")
    func learners() async throws {
        for generation in Generation.allCases {
            for count in [5, 190] {
                let portal = Go1Portal.learning(enrolments: 0) { $0.accounts = 200 }
                let accounts = portal.accounts.suffix(count)
                let ids = accounts.map { String(generation == .gateway ? $0.id : $0.userID) }
                let read = try await PortalSite.with(portal) { site in
                    try await go1.learners(ids + ["1", "x/y"], of: site.connection(generation))
                }
                let found = Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0) })
                // The list returns other accounts too, each once.
                #expect(count == 5 ? found.count == count + 2 : found.count > count + 2)
                #expect(found["1"] == LearnerAccount(id: "1", email: nil))
                #expect(found["x/y"] == LearnerAccount(id: "x/y", email: nil))
                for (id, account) in zip(ids, accounts) {
                    var email: String?
                    if case .text(let text)? = account.email, !text.isEmpty { email = text }
                    #expect(
                        found[id]
                            == LearnerAccount(
                                id: id, email: email, name: "\(account.firstName) \(account.lastName)"))
                }
                let requests = portal.requests.filter { $0.path != "/oauth/token" }.count
                #expect(requests == (count == 5 ? 7 : 6))
            }
        }
    }

    @Test("if accounts cannot be listed, each is fetched")
    func notListed() async throws {
        let ids = (1...13).map(String.init)
        let refusal = HTTPResponse.text(400, "{}")
        let account = HTTPResponse.text(200, #"{"id":"1","user":{"email":" a@b.example "}}"#)
        let client = ScriptedClient(
            [.success(refusal)] + ids.map { _ in Result<HTTPResponse, Failure>.success(account) })
        let read = try await go1.learners(ids, of: connection(client))
        #expect(Set(read.map(\.id)) == Set(ids))
        #expect(Set(read.map(\.email)) == ["a@b.example"])
    }
}
