package import Foundation
import ConnectorKit

/// One value of a record.
package indirect enum RecordValue: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
    case list([RecordValue])
    case object(Record)
    case null

    package static func optional(_ text: String?) -> RecordValue { text.map(RecordValue.text) ?? .null }
    package static func optional(_ number: Int?) -> RecordValue {
        number.map { .integer(Int64($0)) } ?? .null
    }
    /// ISO 8601 in UTC.
    package static func time(_ date: Date?) -> RecordValue { date.map { .text(Timestamp.text($0)) } ?? .null }
    package static func texts(_ texts: [String]) -> RecordValue { .list(texts.map(RecordValue.text)) }
    package static func integer(_ number: Int) -> RecordValue { .integer(Int64(number)) }

    package var json: String {
        switch self {
        case .text(let text): Self.quote(text)
        case .integer(let number): String(number)
        case .number(let number): Int64(exactly: number).map { String($0) } ?? String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .list(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
        case .object(let record): record.json
        case .null: "null"
        }
    }

    /// The value as plain text, for CSV and tables: lists joined by `|`, null empty.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .list(let values): values.map(\.plain).joined(separator: "|")
        case .null: ""
        default: json
        }
    }

    package static func quote(_ text: String) -> String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        quoted.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): quoted += "\\\"".utf8
            case UInt8(ascii: "\\"): quoted += "\\\\".utf8
            case UInt8(ascii: "\n"): quoted += "\\n".utf8
            case UInt8(ascii: "\r"): quoted += "\\r".utf8
            case UInt8(ascii: "\t"): quoted += "\\t".utf8
            case 0..<32: quoted += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }
}
