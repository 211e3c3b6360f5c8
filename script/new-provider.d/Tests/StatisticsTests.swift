//? stats
import ConnectorKit
import ConnectorTesting
import Testing

@testable import Skeleton

@Suite("What becomes of enrolments")
struct StatisticsTests {
    private static let row = """
        {"id":"e-1","item":"s-1","learner":{"id":"l-1","email":"ada@example.com","name":"Ada"},
         "status":"completed","started":"2025-03-01T08:00:00Z","updated":"2025-03-02T08:00:00Z",
         "percent":100,"seconds":90}
        """

    @Test("A host that reads a row holds an attempt")
    func attempt() async throws {
        let item = #"{"id":"s-1","title":"First aid","url":"https://skeleton.example/1","kind":"course"}"#
        let service = RecordedService([
            //? oauth
            // A run fetches its own.
            "/v1/token": Array(repeating: #"{"access_token":"a token","expires_in":3600}"#, count: 2),
            //? end
            "/v1/items": [#"{"items":[\#(item)],"total":1}"#],
            //? by-content
            "/v1/items/s-1/enrolments": [#"{"enrolments":[\#(Self.row)],"total":1}"#],
            //? else
            "/v1/enrolments": [#"{"enrolments":[\#(Self.row)],"total":1}"#],
            //? end
        ])
        let settings = [
            //? oauth
            "url": "https://skeleton.example", "client_id": "an id", "client_secret": "a secret",
            //? else
            "url": "https://skeleton.example", "api_key": "a key",
                //? end
        ]
        let attempts = try await TestHost.attempts(of: provider, settings: settings, over: service)
        #expect(
            attempts.map(\.description) == [
                "ada@example.com at s-1 from 2025-03-01T08:00:00Z to 2025-03-02T08:00:00Z, "
                    + "completed 2025-03-02T08:00:00Z, 100 %, 90.0 seconds"
            ])
    }

    @Test("A row without a time is refused with the reason")
    func refused() {
        let row = #"{"id":"e-1","item":"s-1","learner":{"id":"l-1"},"status":"started"}"#
        #expect(throws: Failure.item("no updated")) {
            try EnrolmentRow.enrolment(FieldInput(json: row, from: EnrolmentRow.paths.paths))
        }
    }
}
//? end
