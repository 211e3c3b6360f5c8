import ConnectorKit
package import Foundation
import Host
package import Logging
import Model

/// Writes each log record as a line of JSON: `time`, `level`, `message`, then its metadata.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - write: receives a line without its end.
    package init(
        level: Logger.Level, now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let own = metadata.merging(event.metadata ?? [:]) { $1 }
        let fixed: [(String, JSONValue)] = [
            ("time", .text(now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
            ("level", .text(event.level.rawValue)), ("message", .text("\(event.message)")),
        ]
        let more = own.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
        write(Record(fixed + more).json)
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .stringConvertible(let number as Int): self = .integer(number)
        case .stringConvertible(let number as Double): self = .number(number)
        case .stringConvertible(let other): self = .text("\(other)")
        case .array(let values): self = .list(values.map(JSONValue.init))
        case .dictionary(let members):
            self = .object(
                Record(members.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }))
        }
    }
}
