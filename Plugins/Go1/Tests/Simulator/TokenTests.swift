import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

@Suite struct TokenTests {
    private static let good =
        "grant_type=client_credentials&client_id=go1-sandbox&client_secret=go1-sandbox-secret"
    private static let form = "application/x-www-form-urlencoded"

    @Test(
        "a token is issued for a form and for JSON, is a JWT of 12 hours, and opens both generations",
        arguments: [
            (form, good), (form + "; charset=utf-8", good + "&scope=lo.read"),
            (
                "application/json",
                #"{"grant_type":"client_credentials","client_id":"go1-sandbox","#
                    + #""client_secret":"go1-sandbox-secret"}"#
            ),
        ])
    func gives(_ type: String, _ body: String) async throws {
        let clock = TestDate()
        try await PortalSite.with(Go1Portal(now: { clock.now })) { site async throws in
            let answer = try await site.get(
                "/oauth/token", headers: ["Content-Type": type, "Authorization": nil], method: .post,
                body: body)
            #expect(answer.status == 200)
            let token = try #require(answer.json?["access_token"]?.text)
            #expect(
                answer.json
                    == .object([
                        "token_type": .text("Bearer"), "expires_in": .number(43_200),
                        "access_token": .text(token),
                    ]))
            var payload = try #require(token.split(separator: ".").dropFirst().first.map(String.init))
            payload += String(repeating: "=", count: (4 - payload.count % 4) % 4)
            let decoded = try #require(Data(base64Encoded: payload))
            let claims = JSONValue(json: String(decoding: decoded, as: UTF8.self))
            #expect(claims?["exp"] == .number(1_800_043_200))

            let bearer = ["Authorization": "Bearer \(token)"]
            for path in ["/oauth/validate", "/v2/learning-objects?limit=1", "/learning-objects?limit=1"] {
                #expect(try await site.get(path, headers: bearer).status == 200)
            }
        }
    }

    @Test(
        "a wrong token request is refused as RFC 6749 section 5.2 says",
        arguments: [
            (
                form, "grant_type=client_credentials&client_id=x&client_secret=y", 401, "invalid_client",
                "client_id and client_secret are not those of an app"
            ),
            (
                form, good.replacing("sandbox-secret", with: "wrong"), 401, "invalid_client",
                "client_id and client_secret are not those of an app"
            ),
            (form, "client_id=x&client_secret=y", 400, "invalid_request", "grant_type is missing"),
            (
                form, "grant_type=client_credentials&client_secret=y", 400, "invalid_request",
                "client_id is missing"
            ),
            (
                form, "grant_type=client_credentials&client_id=x", 400, "invalid_request",
                "client_secret is missing"
            ),
            (
                form, "grant_type=client_credentials&client_id=&client_secret=y", 400, "invalid_request",
                "client_id is missing"
            ),
            (
                form, "grant_type=password&client_id=x&client_secret=y", 400, "unsupported_grant_type",
                "grant_type is \"password\"; client_credentials was expected"
            ),
            (form, good + "&scope=lo.read+lo.fly", 400, "invalid_scope", "there is no scope \"lo.fly\""),
            (form, "grant_type=%", 400, "invalid_request", "the body is no form"),
            ("application/json", "[1]", 400, "invalid_request", "the body is no JSON object of texts"),
            ("application/json", good, 400, "invalid_request", "the body is no JSON object of texts"),
            (
                "text/plain", good, 400, "invalid_request",
                "Content-Type is application/x-www-form-urlencoded or application/json, nothing else"
            ),
        ])
    func refuses(_ type: String, _ body: String, _ status: Int, _ code: String, _ message: String)
        async throws
    {
        try await PortalSite.with(items: 5) { site async throws in
            let answer = try await site.get(
                "/oauth/token", headers: ["Content-Type": type, "Authorization": nil], method: .post,
                body: body)
            #expect(answer.status == status)
            #expect(answer.json == .object(["error": .text(code), "error_description": .text(message)]))
        }
    }

    @Test(
        "every request without a valid bearer token is answered 401",
        arguments: [nil, "", "Bearer ", "Bearer x", "token"])
    func refusesTokens(_ authorization: String?) async throws {
        for path in ["/oauth/validate", "/v2/learning-objects", "/learning-objects", "/learning-objects/1"] {
            try await PortalSite.with(items: 5) { site async throws in
                RefusedRequest(path, 401, "unauthorized", "Invalid token")
                    .check(try await site.get(path, headers: ["Authorization": authorization]))
            }
        }
    }

    @Test("a token without the word Bearer is refused")
    func refusesBareToken() async throws {
        try await PortalSite.with(items: 5) { site async throws in
            let headers = ["Authorization": site.portal.issueToken()]
            #expect(try await site.get("/oauth/validate", headers: headers).status == 401)
        }
    }

    @Test("a token without the scope lo.read is answered 403")
    func refusesScopes() async throws {
        for path in [
            "/v2/learning-objects", "/learning-objects", "/learning-objects/1", "/v2/learning-objects/1",
        ] {
            try await PortalSite.with(items: 5) { site async throws in
                let token = site.portal.issueToken(scopes: ["enrollment.read"])
                RefusedRequest(
                    path, 403, "forbidden",
                    "Insufficient roles for this resource: the scope lo.read is needed"
                ).check(try await site.get(path, headers: ["Authorization": "Bearer \(token)"]))
            }
        }
    }

    @Test("a token expires after its lifetime and when tokens are revoked")
    func lapses() async throws {
        let clock = TestDate()
        var options = Go1Portal.Options()
        options.tokenLifetime = 60
        try await PortalSite.with(Go1Portal(options, now: { clock.now })) { site async throws in
            let headers = ["Authorization": "Bearer \(site.portal.issueToken())"]
            clock.pass(59)
            #expect(try await site.get("/oauth/validate", headers: headers).status == 200)
            clock.pass(1)
            #expect(try await site.get("/oauth/validate", headers: headers).status == 401)

            let second = ["Authorization": "Bearer \(site.portal.issueToken())"]
            #expect(try await site.get("/oauth/validate", headers: second).status == 200)
            site.portal.revokeTokens()
            #expect(try await site.get("/oauth/validate", headers: second).status == 401)
        }
    }

    @Test("the token endpoint accepts only POST")
    func refusesGet() async throws {
        try await PortalSite.with(items: 5) { site async throws in
            RefusedRequest(
                "", 405, "method_not_allowed", "/oauth/token does not take GET; POST was expected"
            ).check(try await site.get("/oauth/token"))
        }
    }
}
