import ConnectorKit
import Foundation

/// Times are stored as milliseconds since 1970.
enum Instant {
    static func milliseconds(_ date: Date) -> Int64 {
        Timestamp.milliseconds(of: date)
    }

    static func date(_ milliseconds: Int64) -> Date {
        Timestamp.date(milliseconds: milliseconds)
    }
}

/// Lists of names are stored as lines: short to write, and readable by the search index as they are.
enum TextList {
    static func encode(_ texts: [String]) -> String {
        guard texts.contains(where: { $0.utf8.contains(10) }) else { return texts.joined(separator: "\n") }
        return texts.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
    }

    static func decode(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\n").map(String.init)
    }
}
