import ConnectorKit
import Foundation

/// The rules of both format families whose value comes from the header or is constant.
extension FieldRule {
    /// The datestamp of the header (OAI-PMH 2.0 section 2.5): the time of the last change.
    static var modifiedAt: FieldRule {
        FieldRule(
            .modifiedAt, from: ["header.datestamp"],
            "the day or the second of the last change, in UTC; unknown if it is no date"
        ) { input, object throws(Failure) in
            object.modifiedAt = try input.text().flatMap(Datestamp.date)
        }
    }

    /// Always true, since withdrawn records are deleted.
    static var published: FieldRule {
        FieldRule(.published, from: [], "always: what is no longer offered is deleted") {
            _, object throws(Failure) in
            object.published = true
        }
    }
}
