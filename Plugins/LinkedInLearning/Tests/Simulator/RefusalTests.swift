import ConnectorKit
import Foundation
import LinkedInLearningSimulator
import NIOCore
import SimulatorSupport
import TestSupport
import Testing

@Suite("What the simulated account refuses")
struct RefusalTests {
    private static let byType = "/v2/learningAssets?q=localeAndType"
    private static let english = "&sourceLocale.language=en&sourceLocale.country=US"
    private static let report =
        "/v2/learningActivityReports?q=criteria&aggregationCriteria.primary=INDIVIDUAL"
        + "&aggregationCriteria.secondary=CONTENT&startedAt=1767225600000&timeOffset.unit=DAY"

    @Test(
        "a request that its description does not allow is refused with the reason",
        arguments: [
            ("/v2/learningAsset", 404, "No virtual resource found for /v2/learningAsset"),
            ("/v2/learningAssets", 400, "q is localeAndType or criteria"),
            (byType + english, 400, "Parameter assetType is required"),
            (byType + "&assetType=COURSE", 400, "Parameter sourceLocale.country is required"),
            (
                byType + english + "&assetType=LEARNING_PATH", 400,
                "Invalid value for assetType: \"LEARNING_PATH\"; COURSE, VIDEO was expected"
            ),
            (
                byType + english + "&assetType=COURSE&count=101", 400,
                "Invalid value for count: \"101\"; a number from 1 to 100 was expected"
            ),
            (byType + english + "&assetType=COURSE&limit=5", 400, "Unpermitted parameter: limit"),
            (byType + english + "&assetType=COURSE&count=5&count=6", 400, "count is given twice"),
            (
                byType + english + "&assetType=COURSE&includeRetired=yes", 400,
                "Invalid value for includeRetired: \"yes\"; true, false was expected"
            ),
            (byType + english + "&assetType=COURSE&fields=urn,(", 400, "fields cannot be read at \"(\""),
            (byType + english + "&assetType=COURSE&fields=urn%2", 400, "\"urn%2\" is not percent-encoded"),
            (
                byType + "&assetType=COURSE&sourceLocale.language=de&sourceLocale.country=US", 400,
                "there is no locale de_US"
            ),
            (
                "/v2/learningAssets?q=criteria&assetFilteringCriteria.assetTypes[1]=COURSE", 400,
                "the indexes of assetFilteringCriteria.assetTypes do not count from 0"
            ),
            (
                "/v2/learningAssets?q=criteria&assetFilteringCriteria.locales[0].language=de", 400,
                "a locale has language and country"
            ),
            (
                report + "&timeOffset.duration=15&assetType=COURSE", 400,
                "timeOffset is 15 days; 14 at most were expected"
            ),
            (
                report + "&timeOffset.duration=14", 400,
                "assetType is required if CONTENT is an aggregation criterion"
            ),
            (report + "&assetType=COURSE", 400, "Parameter timeOffset.duration is required"),
            (
                report.replacing("1767225600000", with: "9767225600000")
                    + "&timeOffset.duration=1&assetType=COURSE",
                400, "startedAt is in the future"
            ),
        ])
    func refuses(target: String, status: Int, message: String) async throws {
        let answer = try await AccountClient(items: 10).get(target)
        #expect(answer.status == status)
        #expect(answer.json?["message"] == .text(message))
        #expect(answer.json?["status"] == .integer(status))
    }

    @Test("a token is issued only for a form with the right credentials, never for a secret in the URL")
    func tokens() async throws {
        let account = LearningAccount()
        func token(_ form: String, query: String = "", type: String = "application/x-www-form-urlencoded")
            async throws -> String
        {
            let answer = await account.answer(
                SimulatedRequest(
                    "POST", "/oauth/v2/accessToken", query: query, headers: ["content-type": type],
                    body: Array(form.utf8)))
            let json = JSONValue(json: String(buffer: answer.body))
            return
                "\(answer.status) \(json?["error"]?.text ?? json?["expires_in"]?.integer.map(String.init) ?? "")"
        }
        let right =
            "grant_type=client_credentials&client_id=linkedin-sandbox&client_secret=linkedin-sandbox-secret%2B42"
        #expect(try await token(right) == "200 7775999")
        #expect(try await token(right, query: right) == "400 invalid_request")
        #expect(try await token(right, type: "application/json") == "400 invalid_request")
        #expect(try await token(right.replacing("%2B42", with: "")) == "401 invalid_client")
        #expect(try await token("grant_type=client_credentials") == "400 invalid_request")
        #expect(
            try await token(right.replacing("client_credentials", with: "password"))
                == "400 unsupported_grant_type")
    }

    @Test("keys without a permission are refused what it covers, and nothing else")
    func permissions() async throws {
        let client = AccountClient(items: 10) { $0.permissions = [.content] }
        #expect(try await client.get(Self.byType + Self.english + "&assetType=COURSE").status == 200)
        let refused = try await client.get(Self.report + "&timeOffset.duration=1&assetType=COURSE")
        #expect(refused.status == 403)
        #expect(
            refused.json?["message"]
                == "Not enough permissions to access: GET /v2/learningActivityReports")
    }

    @Test("the daily limit counts the requests of each resource, until midnight UTC")
    func dailyLimit() async throws {
        let time = TestDate(Date(timeIntervalSince1970: 1_772_409_540))
        var options = LearningAccount.Options()
        (options.items, options.dailyLimit) = (10, 2)
        let client = AccountClient(LearningAccount(options, now: { time.now }))
        let page = Self.byType + Self.english + "&assetType=COURSE"
        #expect(try await client.get(page).status == 200)
        #expect(try await client.get(page).status == 200)
        let refused = try await client.get(page)
        #expect(refused.status == 429)
        #expect(refused.json?["serviceErrorCode"] == 101)
        #expect(try await client.get(Self.report + "&timeOffset.duration=1&assetType=COURSE").status == 200)
        time.pass(60)
        #expect(try await client.get(page).status == 200)
    }

    @Test("a token is refused once it has expired, and without one nothing is answered")
    func expiry() async throws {
        let time = TestDate()
        var options = LearningAccount.Options()
        options.tokenLifetime = 60
        let account = LearningAccount(options, now: { time.now })
        let token = account.issueToken()
        func status(_ headers: [String: String]) async throws -> Int {
            await account.answer(
                SimulatedRequest(
                    "GET", "/v2/learningAssets",
                    query: "q=localeAndType&assetType=COURSE" + Self.english, headers: headers)
            ).status
        }
        #expect(try await status(["authorization": "Bearer \(token)"]) == 200)
        #expect(try await status(["authorization": token]) == 401)
        #expect(try await status([:]) == 401)
        time.pass(61)
        #expect(try await status(["authorization": "Bearer \(token)"]) == 401)
    }
}
