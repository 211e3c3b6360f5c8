import ConnectorKit
import Testing
import TestSupport

@testable import Go1

@Suite("Verifying a connection")
struct VerifyTests {
    @Test(
        "one authorized request for one item proves access to the Library",
        arguments: Generation.allCases)
    func verified(
        generation: Generation
    ) async throws {
        let client = ScriptedClient(.text(200, #"{"total":0,"hits":[]}"#))
        try await go1.verify(.catalog, of: connection(client, generation))
        #expect(client.requests.map(\.url) == [Service(settings(generation)).probe.url])
        #expect(client.requests.map(\.authorized) == [true])
    }

    @Test("one request for one enrolment proves the permission to read them, and pushing is not tried")
    func capabilities() async throws {
        let client = ScriptedClient(.text(403, ""))
        await #expect(
            throws: Failure.credentials(
                "GET https://gateway.go1.com/enrollments: HTTP 403; the integration needs the scope enrollment.read"
            )
        ) { try await go1.verify(.stats, of: connection(client)) }
        #expect(
            client.requests.map(\.url) == [
                "https://gateway.go1.com/enrollments?limit=1&offset=0&sort=created_time&order=asc"
            ])
        try await go1.verify(.push, of: connection(client))
        #expect(client.requests.count == 1)
    }

    @Test(
        "the reason of a failure is reported",
        arguments: [
            (
                403, #"{"message":"Insufficient roles"}"#,
                Failure.credentials(
                    """
                    GET https://api.go1.com/v2/learning-objects: HTTP 403, "Insufficient roles"; the integration \
                    needs the scope lo.read and a role that may list the Library
                    """)
            ),
            (
                200, "<html></html>",
                .contract("GET https://api.go1.com/v2/learning-objects: the answer is an HTML page, not JSON")
            ),
            (
                200, #"{"message":"ok"}"#,
                .contract("GET https://api.go1.com/v2/learning-objects: the answer has no list \"hits\"")
            ),
        ])
    func notVerified(status: Int, body: String, expected: Failure) async {
        await #expect(throws: expected) {
            try await go1.verify(.catalog, of: connection(ScriptedClient(.text(status, body)), .v2))
        }
    }
}
