import ConnectorKit
import Foundation
import Testing

@testable import Go1

@Suite("Reading an event")
struct EventTests {
    private static let sent = Date(timeIntervalSince1970: 1_700_000_000)
    private static let retires = Date(timeIntervalSince1970: 1_800_000_000)

    private static func body(_ type: String, _ data: String, id: String = "\"e1\"") -> [UInt8] {
        Array(
            """
            {"id":\(id),"event_type":"\(type)","webhook_version":"3.0.0","sent":"2023-11-14T22:13:20.000Z",
             "attempt_number":1,"url":"https://x.example","webhook_id":"w","data":\(data)}
            """.utf8)
    }

    @Test(
        "each event has the right subject",
        arguments: [
            ("enrollment.create", #"{"id":"7","lo_id":"9"}"#, hint("7", "9")),
            ("enrollment.complete", #"{"id":7,"lo_id":9}"#, hint("7", "9")),
            ("enrollment.delete", #"{"id":"7"}"#, hint("7", nil)),
            ("content.add", #"{"id":"con_1","lo_id":"9"}"#, .content(id: "9")),
            ("content.remove", #"{"id":"con_1","lo_id":9}"#, .content(id: "9")),
            ("content.update", #"{"id":"9"}"#, .content(id: "9")),
            ("content.decommission", #"{"id":"con_1"}"#, .content(id: "con_1")),
            ("content.library.add", #"{"lo_id":"9"}"#, .content(id: "9")),
            ("content.library.remove", #"{"lo_id":"9"}"#, .content(id: "9")),
            ("content.library.update", #"{"lo_id":"9"}"#, .content(id: "9")),
            ("content.library.decommission", #"{"lo_id":"9"}"#, .content(id: "9")),
            (
                "content.decommission.pending", #"{"lo_id":"9","remove_time":"2027-01-15T08:00:00Z"}"#,
                .retirement(contentID: "9", at: retires)
            ),
            (
                "content.decommission.pending",
                #"{"lo_id":"9","retired_time":"2027-01-15T08:00:00Z","remove_time":"2027-03-15T08:00:00Z"}"#,
                .retirement(contentID: "9", at: retires)
            ),
            (
                "content.decommission.pending", #"{"lo_id":"9","remove_time":"soon"}"#,
                .retirement(contentID: "9", at: nil)
            ),
            ("content.library.sync.request", "{}", .other), ("user.create", "{}", .other),
        ] as [(String, String, ProviderEvent.Subject)])
    func events(_ type: String, _ data: String, _ subject: ProviderEvent.Subject) throws {
        #expect(
            try go1.event(in: Self.body(type, data)) == ProviderEvent(id: "e1", type: type, subject: subject))
    }

    @Test("a number is accepted as id")
    func numericID() throws {
        #expect(try go1.event(in: Self.body("x", "{}", id: "5")).id == "5")
    }

    @Test(
        "a malformed event is refused with the reason",
        arguments: [
            ("", "the event cannot be read: the answer is empty, not JSON"),
            ("{}", "the event has no id"), (#"{"id":null,"event_type":"x"}"#, "the event has no id"),
            (#"{"id":"e1"}"#, "the event has no event_type"),
            (
                #"{"id":"e1","event_type":"enrollment.create","data":{}}"#,
                "the event enrollment.create has no data.id"
            ),
            (
                #"{"id":"e1","event_type":"content.library.add","data":[]}"#,
                "the event content.library.add has neither data.lo_id nor data.id"
            ),
        ])
    func refused(_ body: String, _ message: String) {
        #expect(throws: Failure.contract(message)) { try go1.event(in: Array(body.utf8)) }
    }

    private static func hint(_ id: String, _ contentID: String?) -> ProviderEvent.Subject {
        .enrolment(EnrolmentHint(id: id, contentID: contentID, changedAt: sent))
    }
}
