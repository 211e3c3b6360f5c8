import ConnectorKit
import Foundation

/// The rules both families share, as far as the header or nothing fills them.
extension FieldRule {
    static var externalID: FieldRule {
        FieldRule(.externalID, from: ["header.identifier"], "the record's OAI identifier; required") {
            input, object throws(Failure) in
            object.externalID = try input.requiredText()
        }
    }

    /// Of a header (OAI-PMH 2.0 section 2.5): when the record changed last.
    static var modifiedAt: FieldRule {
        FieldRule(.modifiedAt, from: ["header.datestamp"], "the day or the second of the last change") {
            input, object throws(Failure) in
            guard let text = try input.text() else { return }
            guard let date = Datestamp.date(text) else {
                throw .item(
                    "header.datestamp is \"\(text.prefix(40))\"; a date such as 2024-05-31 or "
                        + "2024-05-31T13:20:00Z was expected")
            }
            object.modifiedAt = date
        }
    }

    static var noImage: FieldRule {
        FieldRule(.image, from: [], "none: the format does not carry one") { _, _ throws(Failure) in }
    }

    static var noDuration: FieldRule {
        FieldRule(.duration, from: [], "none: the format does not carry one") { _, _ throws(Failure) in }
    }

    /// What is not offered any more is deleted.
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
