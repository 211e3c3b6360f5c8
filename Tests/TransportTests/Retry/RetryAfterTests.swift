import Foundation
import Testing

@testable import Transport

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110, 5.6.7.
    private let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(
        "Seconds and all three formats of an HTTP date are parsed, and nothing else",
        arguments: [
            ("0", .zero), ("120", .seconds(120)), (" 7 ", .seconds(7)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)),
            ("Sunday, 06-Nov-94 08:49:47 GMT", .seconds(10)), ("Sun Nov  6 08:49:47 1994", .seconds(10)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", .zero), ("99999999999999999", .seconds(366 * 86_400)),
            ("", nil), ("-5", nil), ("1.5", nil), ("soon", nil), ("10 s", nil),
            ("9999999999999999999999", nil),
        ] as [(String, Duration?)])
    func pause(text: String, pause: Duration?) {
        #expect(RetryAfter.pause(text, now: now) == pause)
    }
}
