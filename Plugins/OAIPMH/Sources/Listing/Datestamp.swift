import ConnectorKit
import Foundation

/// A datestamp of either granularity (OAI-PMH 2.0 section 3.3).
enum Datestamp {
    /// Returns nil if the text is malformed. Other ISO 8601 formats with an offset are accepted as well.
    static func date(_ text: String) -> Date? {
        Timestamp.date(text.utf8.count == 10 ? text + "T00:00:00Z" : text)
    }
}
