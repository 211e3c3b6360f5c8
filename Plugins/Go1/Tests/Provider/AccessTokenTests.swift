import ConnectorKit
import Testing
import TestSupport

@testable import Go1

@Suite("Access tokens")
struct AccessTokenTests {
    @Test("credentials are sent form-urlencoded to the token address, without a token")
    func request() async throws {
        let client = ScriptedClient(.text(200, #"{"access_token":"t","expires_in":43200}"#))
        _ = try await go1.accessToken(connection(client))
        let request = try #require(client.requests.first)
        #expect(client.requests.count == 1)
        #expect(request.method == .post)
        #expect(request.url == "https://auth.go1.com/oauth/token")
        #expect(
            request.headers == [
                HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
                HTTPHeader("Accept", "application/json"),
            ])
        #expect(
            String(decoding: request.body ?? [], as: UTF8.self)
                == "grant_type=client_credentials&client_id=the-client&client_secret=s3cr%2Bt%2F%C3%A4")
        #expect(!request.authorized)
        #expect(request.repeatable)
    }

    @Test(
        "the lifetime is read as number or text, and is 12 hours if it is missing",
        arguments: [
            (#"{"token_type":"Bearer","expires_in":43200,"access_token":"t"}"#, Duration.seconds(43_200)),
            (#"{"expires_in":"3600","access_token":"t"}"#, .seconds(3_600)),
            (#"{"access_token":"t","refresh_token":"r"}"#, .seconds(43_200)),
            (#"{"access_token":"t","expires_in":null}"#, .seconds(43_200)),
        ])
    func lifetime(
        body: String, lifetime: Duration
    ) async throws {
        let token = try #require(try await go1.accessToken(connection(ScriptedClient(.text(200, body)))))
        #expect(token.value.reveal() == "t")
        #expect(token.lifetime == lifetime)
    }

    @Test(
        "a response without a token is reported with what to check, without a secret",
        arguments: [
            (
                400, #"{"error":"invalid_request"}"#,
                Failure.credentials(
                    """
                    POST https://auth.go1.com/oauth/token: HTTP 400, "invalid_request"; Go1 refused the \
                    credentials: the settings client_id and secret must be those of one integration of this portal
                    """)
            ),
            (
                401, "",
                .credentials(
                    """
                    POST https://auth.go1.com/oauth/token: HTTP 401; Go1 refused the \
                    credentials: the settings client_id and secret must be those of one integration of this portal
                    """)
            ),
            (
                403,
                #"{"message":"no s3cr+t/ä","error_description":"s3cr%2Bt%2F%C3%A4?","error":"access_denied"}"#,
                .credentials(
                    """
                    POST https://auth.go1.com/oauth/token: HTTP 403, "access_denied"; Go1 refused the \
                    credentials: the settings client_id and secret must be those of one integration of this portal
                    """)
            ),
            (
                404, "<html>nothing here</html>",
                .contract(
                    """
                    POST https://auth.go1.com/oauth/token: HTTP 404; a token was expected: \
                    is the setting auth_url right?
                    """)
            ),
            (
                200, "<!DOCTYPE html><html></html>",
                .contract("POST https://auth.go1.com/oauth/token: the answer is an HTML page, not JSON")
            ),
            (200, "", .contract("POST https://auth.go1.com/oauth/token: the answer is empty, not JSON")),
            (
                200, #"{"token_type":"Bearer","expires_in":43200}"#,
                .contract("POST https://auth.go1.com/oauth/token: the answer has no access_token")
            ),
            (
                200, #"{"access_token":"t","expires_in":-5}"#,
                .contract("POST https://auth.go1.com/oauth/token: expires_in is no number of seconds above 0")
            ),
            (
                200, #"{"access_token":"t","expires_in":{}}"#,
                .contract("POST https://auth.go1.com/oauth/token: expires_in is no number of seconds above 0")
            ),
        ])
    func noToken(
        status: Int, body: String, expected: Failure
    ) async {
        await #expect(throws: expected) {
            try await go1.accessToken(connection(ScriptedClient(.text(status, body))))
        }
    }

    @Test("network failures are passed through")
    func network() async {
        let client = ScriptedClient([.failure(.transient("no connection"))])
        await #expect(throws: Failure.transient("no connection")) {
            try await go1.accessToken(connection(client))
        }
    }
}
