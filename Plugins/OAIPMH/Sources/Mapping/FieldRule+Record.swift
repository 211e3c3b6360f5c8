import ConnectorKit
import Foundation

/// The rules of both format families whose value comes from the header or is constant.
extension FieldRule {
    static var externalID: FieldRule {
        FieldRule(.externalID, from: ["header.identifier"], "the record's OAI identifier; required") {
            input, object throws(Failure) in
            object.externalID = try input.requiredText()
        }
    }

    /// The datestamp of the header (OAI-PMH 2.0 section 2.5): the time of the last change.
    static var modifiedAt: FieldRule {
        FieldRule(
            .modifiedAt, from: ["header.datestamp"],
            "the day or the second of the last change, in UTC; unknown if it is no date"
        ) { input, object throws(Failure) in
            object.modifiedAt = try input.text().flatMap(Datestamp.date)
        }
    }

    static var noImage: FieldRule {
        FieldRule(.image, from: [], "none: the format does not carry one") { _, _ throws(Failure) in }
    }

    static var noDuration: FieldRule {
        FieldRule(.duration, from: [], "none: the format does not carry one") { _, _ throws(Failure) in }
    }

    /// Always true, since withdrawn records are deleted.
    static var published: FieldRule {
        FieldRule(.published, from: [], "always: what is no longer offered is deleted") {
            _, object throws(Failure) in
            object.published = true
        }
    }

    static var neverRetiring: FieldRule {
        FieldRule(.retiresAt, from: [], "none: the protocol does not carry it") { _, _ throws(Failure) in }
    }
}
