import ConnectorKit
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing
import TestSupport

@Suite struct LimitTests {
    @Test(
        "one request too many in a second is refused, and the next second takes as many again",
        arguments: [(HTTPRequest.Method.get, 50), (.post, 10)])
    func rates(_ method: HTTPRequest.Method, _ limit: Int) async throws {
        let clock = TestDate()
        try await PlatformSite.with(LMSPlatform(now: { clock.now })) { site async throws in
            let body = method == .get ? nil : "{}"
            for _ in 0..<limit {
                #expect(try await site.ask(method, "tags", body).status != 429)
            }
            #expect(try await site.ask(method, "tags", body) == .flat(429, "tooManyRequests"))
            clock.pass(1)
            #expect(try await site.ask(method, "tags", body).status != 429)
            #expect((method == .get ? site.platform.readPeak : site.platform.writePeak) == limit + 1)
        }
    }

    @Test("a token lives an hour")
    func expiry() async throws {
        let clock = TestDate()
        try await PlatformSite.with(LMSPlatform(now: { clock.now })) { site async throws in
            let answer = try await site.ask(
                .post, "oauth2/token",
                #"{"grant_type":"client_credentials","client_id":"lms-sandbox","#
                    + #""client_secret":"lms-sandbox-secret"}"#,
                headers: ["Authorization": nil, "360-api-version": nil])
            #expect(
                answer.text
                    == #"{"access_token":"sandbox-token-2","expires_in":3600,"token_type":"Bearer"}"#)
            let fields: [String: String?] = ["Authorization": "Bearer sandbox-token-2"]
            #expect(try await site.ask(.get, "tags", headers: fields).status == 200)
            clock.pass(3_600)
            #expect(try await site.ask(.get, "tags", headers: fields) == .flat(401, "invalid_token"))
        }
    }

    @Test("a list comes in pages, and each page says where the next one is, filters kept")
    func paging() async throws {
        var options = LMSPlatform.Options()
        options.learners = 1_003
        try await PlatformSite.with(LMSPlatform(options)) { site async throws in
            var mails: [String] = []
            var path: String? = "users?status[eq]=active&mail[ne]=\(User.owner.mail)"
            var pages: [Int] = []
            while let next = path {
                let answer = try await site.ask(.get, next)
                pages.append(answer.list.count)
                mails += answer.values("mail")
                path = answer.next
            }
            #expect(pages == [500, 500, 5])
            #expect(Set(mails).count == 1_005)
            #expect(!mails.contains(User.owner.mail))
        }
    }

    @Test("people are found by e-mail, whatever its case, with their roles")
    func people() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let found = try await site.ask(.get, "users?mail[eq]=ADMIN@acme.example")
            #expect(found.values("_id") == [User.admin.id])
            let roles = try await site.ask(.get, "users/\(User.admin.id)/roles")
            #expect(roles.text == "[{\"groupId\":\"\(Group.platform.id)\",\"role\":\"admin\"}]")
            #expect(try await site.ask(.get, "users?mail[eq]=nobody@acme.example").text == "[]")
        }
    }
}
