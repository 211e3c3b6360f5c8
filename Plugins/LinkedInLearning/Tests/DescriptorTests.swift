import ConnectorKit
import LinkedInLearningSimulator
import TestSupport
import Testing

@testable import LinkedInLearning

@Suite("What LinkedIn Learning declares")
struct DescriptorTests {
    @Test(
        "locales that the catalog does not have are reported with those that it has",
        arguments: [
            ("en_US", nil), ("en-us de_DE,fr_FR", nil), ("id_ID", nil),
            ("en_GB", "there is no locale \"en_GB\"; there are \(all)"),
            ("en", "there is no locale \"en\"; there are \(all)"),
            (" , ", "locales names none; there are \(all)"),
        ] as [(String, String?)])
    func locales(text: String, message: String?) {
        let problems = linkedIn.problems(in: Settings(texts: ["locales": text]))
        #expect(problems == (message.map { [SettingProblem(setting: "locales", message: $0)] } ?? []))
    }

    @Test("a locale counts once, and Indonesian has the code that the service uses")
    func parsed() throws {
        #expect(
            try SourceLocale.list("id_ID in_ID, en-us") == [
                SourceLocale(language: "in", country: "ID"), SourceLocale(language: "en", country: "US"),
            ])
    }

    @Test("a token is requested by a form, without a token")
    func token() async throws {
        let client = AccountClient(items: 1)
        let token = try await linkedIn.accessToken(client.connection())
        #expect(token?.lifetime == .seconds(7_775_999))
        #expect(client.account.requests == ["/oauth/v2/accessToken"])
    }

    @Test(
        "a token that cannot be had is reported, and the secret is not shown",
        arguments: [
            (
                401, #"{"error":"invalid_client","error_description":"no such linkedin-sandbox-secret+42"}"#,
                Failure.credentials(
                    "\(Self.request): HTTP 401, \"invalid_client\"; the settings client_id and client_secret must be "
                        + "those of one pair of keys")
            ),
            (
                500, "",
                .contract("\(Self.request): HTTP 500; a token was expected: is the setting auth_url right?")
            ),
            (200, "{}", .contract("\(Self.request): the answer has no access_token")),
        ])
    func refused(status: Int, body: String, expected: Failure) async {
        let client = ScriptedClient(.text(status, body))
        await #expect(throws: expected) {
            try await linkedIn.accessToken(Connection(settings: AccountClient.settings(), client: client))
        }
    }

    private static let request = "POST https://www.linkedin.example/oauth/v2/accessToken"
    private static let all = SourceLocale.all.joined(separator: ", ")
}
