import HTTPAPI
import Foundation
import Logging
import Synchronization
import Testing

@Suite struct LogHandlerTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test("A record is one line of JSON, with its metadata in the order of their names")
    func json() {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in
            JSONLogHandler(level: .info, now: { Date(timeIntervalSince1970: 1_800_000_000.5) }) {
                lines.add($0)
            }
        }
        logger[metadataKey: "host"] = "one"
        logger.debug("not shown")
        logger.warning(
            "two\nlines and a \"quote\"",
            metadata: [
                "seen": .stringConvertible(3), "seconds": .stringConvertible(1.5), "groups": ["a", "b"],
                "more": ["x": "y"],
            ])
        #expect(
            lines.all == [
                #"{"time":"2027-01-15T08:00:00.500Z","level":"warning","message":"two\nlines and a \"quote\"","groups":["a","b"],"host":"one","more":{"x":"y"},"seconds":1.5,"seen":3}"#
            ])
    }

    @Test("For people the sentence alone is written")
    func sentence() {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in SentenceLogHandler(level: .info) { lines.add($0) } }
        logger.debug("not shown")
        logger.info("catalog of connection-1 (go1): done", metadata: ["run": "1"])
        #expect(lines.all == ["catalog of connection-1 (go1): done"])
    }
}
