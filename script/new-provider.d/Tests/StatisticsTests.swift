//? stats
import ConnectorKit
import Testing

@testable import Skeleton

@Suite("What becomes of a row of enrolments")
struct StatisticsTests {
    private func enrolment(_ json: String) throws -> Enrolment {
        try EnrolmentRow.enrolment(FieldInput(json: json, from: EnrolmentRow.paths.paths))
    }

    @Test("A row states learner, item, times and progress")
    func full() throws {
        let row = """
            {"id":"e-1","item":"s-1","learner":{"id":"l-1","email":"ada@example.com","name":"Ada"},
             "status":"completed","started":"2025-03-01T08:00:00Z","updated":"2025-03-02T08:00:00Z",
             "percent":100,"seconds":90}
            """
        #expect(
            try enrolment(row)
                == Enrolment(
                    id: "e-1", contentID: "s-1",
                    learner: LearnerAccount(id: "l-1", email: "ada@example.com", name: "Ada"),
                    status: .completed, createdAt: Timestamp.date("2025-03-01T08:00:00Z"),
                    updatedAt: try #require(Timestamp.date("2025-03-02T08:00:00Z")), progress: 100,
                    timeSpent: .total(.seconds(90))))
    }

    @Test("A row without a time is refused with the reason")
    func refused() {
        #expect(throws: Failure.item("no updated")) {
            try enrolment(#"{"id":"e-1","item":"s-1","learner":{"id":"l-1"},"status":"started"}"#)
        }
    }
}
//? end
