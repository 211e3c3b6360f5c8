import ConnectorKit
import Foundation

extension ProviderEvent {
    private static let paths = JSONPaths([
        "id", "event_type", "sent", "data.id", "data.lo_id", "data.retired_time", "data.remove_time",
    ])

    /// Reads the envelope of a call (rule G14). The bodies of content events are not published; it is assumed
    /// that `data` names the object as in enrolment events.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the body is not an event or does not name its object.
    init(go1 body: [UInt8]) throws(Failure) {
        let document: SourceDocument
        do {
            document = try SourceDocument(json: body[...], paths: Self.paths)
        } catch {
            throw .contract("the event cannot be read: \(error.message)")
        }
        let values = document.values.map { $0.first.flatMap(Self.text) }
        guard let id = values[0] else { throw .contract("the event has no id") }
        guard let type = values[1] else { throw .contract("the event has no event_type") }
        let times = values.map { $0.flatMap(Timestamp.date) }
        self.init(
            id: id, type: type,
            subject: try Self.subject(
                type, of: values[3], in: values[4], sent: times[2], retires: times[5] ?? times[6]))
    }

    /// Go1 does not say what the two times of a decommission mean: the retirement time is preferred to the
    /// removal time (our decision). The item is read again anyway.
    private static func subject(
        _ type: String, of id: String?, in contentID: String?, sent: Date?, retires: Date?
    ) throws(Failure) -> Subject {
        switch type {
        case "enrollment.create", "enrollment.complete", "enrollment.delete":
            guard let id else { throw .contract("the event \(type) has no data.id") }
            return .enrolment(EnrolmentHint(id: id, contentID: contentID, changedAt: sent))
        case "content.add", "content.remove", "content.update", "content.decommission",
            "content.library.add", "content.library.remove", "content.library.update",
            "content.library.decommission", "content.decommission.pending":
            guard let content = contentID ?? id else {
                throw .contract("the event \(type) has neither data.lo_id nor data.id")
            }
            return type == "content.decommission.pending"
                ? .retirement(contentID: content, at: retires) : .content(id: content)
        default: return .other
        }
    }

    private static func text(_ value: SourceValue) -> String? {
        switch value {
        case .text(let text), .number(let text): text.isEmpty ? nil : text
        default: nil
        }
    }
}
