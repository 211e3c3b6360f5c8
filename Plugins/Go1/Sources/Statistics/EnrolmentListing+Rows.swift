import ConnectorKit
import Foundation

extension EnrolmentListing {
    /// The parsed rows of a page.
    struct Rows {
        var enrolments: [Enrolment] = []
        var refused: [RefusedItem] = []
        var count = 0
        var total: Int?
        /// The update times in order, in milliseconds since 1970, without unreadable ones.
        var updated: [Int64] = []
        /// The learning objects of the rows.
        var contents: Set<String> = []
    }

    mutating func rows(_ endpoint: Endpoint) async throws(Failure) -> Rows {
        let answer = try await endpoint.answer(connection)
        try endpoint.requireSuccess(answer, "a page of enrolments")
        if position.began == nil {
            position.began = answer.response.header("Date").flatMap(Self.milliseconds)
        }
        let list = try ListAnswer(go1: answer, paths: EnrolmentRow.paths)
        var rows = Rows(count: list.elements.count, total: list.total)
        for input in try list.rows(connection.settings) {
            do {
                let row = try EnrolmentRow(input, generation: service.generation)
                rows.updated.append(Timestamp.milliseconds(of: row.enrolment.updatedAt))
                rows.contents.insert(row.enrolment.contentID)
                if !row.isPart { rows.enrolments.append(row.enrolment) }
            } catch {
                rows.refused.append(RefusedItem(id: try? input["id"].id(), reason: error.message))
            }
        }
        if let latest = rows.updated.max() { position.latest = max(position.latest ?? latest, latest) }
        return rows
    }

    func page(_ rows: Rows, isLast: Bool) -> EnrolmentPage {
        EnrolmentPage(
            enrolments: rows.enrolments, refused: rows.refused, rows: rows.count, total: position.total,
            next: isLast ? nil : Checkpoint(of: position),
            mark: isLast && service.generation == .gateway ? position.mark : nil)
    }

    /// RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func milliseconds(_ date: String) -> Int64? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: date).map { Timestamp.milliseconds(of: $0) }
    }
}
