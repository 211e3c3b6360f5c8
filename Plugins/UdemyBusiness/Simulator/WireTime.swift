import ConnectorKit
import Foundation

/// Times as the reports write them: `2023-04-19T18:57:37Z`.
enum WireTime {
    static func text(_ milliseconds: Int64?) -> JSONValue {
        milliseconds.map { .text(Timestamp.text(Date(timeIntervalSince1970: Double($0 / 1_000)))) } ?? .null
    }

    static func milliseconds(_ text: String) -> Int64? { Timestamp.milliseconds(text) }
}
