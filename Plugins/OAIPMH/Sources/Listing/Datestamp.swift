import ConnectorKit
import Foundation

/// A UTCdatetime of either granularity (OAI-PMH 2.0 section 3.3).
enum Datestamp {
    /// Nil where the text is none. Other spellings of ISO 8601 with an offset are understood as well.
    static func date(_ text: String) -> Date? {
        Timestamp.date(text.utf8.count == 10 ? text + "T00:00:00Z" : text)
    }
}
