import ConnectorKit
import Foundation

extension LinkedInLearningProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let service = try Service(connection.settings)
        let windows = ActivityReport.windows(service.types)
        let position: WindowPosition
        if let checkpoint = request.checkpoint {
            guard let stored = windows.position(checkpoint) else {
                return .checkpointRefused("the checkpoint cannot be read")
            }
            position = stored
        } else {
            let mark = request.since.flatMap { TimeInterval($0.text) }
            let since =
                mark.map { Date(timeIntervalSince1970: $0) } ?? connection.settings.date("statistics_from")
            position = windows.start(
                since: since ?? connection.now - 365 * TimeInterval(ActivityReport.day), until: connection.now
            )
        }
        let report = ActivityReport(type: service.types[position.list], position: position)
        let list = try await service.report(report, count: service.pageSize, connection)
        let total = list.total ?? list.elements.count
        let next = try windows.next(after: position, rows: list.elements.count, total: total)
        var page = EnrolmentPage(enrolments: [], rows: list.elements.count, next: next?.checkpoint)
        for (row, input) in try list.rows(connection.settings).enumerated() {
            do throws(Failure) {
                page.enrolments.append(try ActivityReport.enrolment(input, window: position.window))
            } catch {
                let place =
                    "\(Timestamp.text(position.window)), \(report.type.rawValue), row \(position.offset + row + 1)"
                page.refused.append(RefusedItem(id: nil, reason: "\(place): \(error.message)"))
            }
        }
        // Reports may be late (our decision: three days, since no page of LinkedIn says how late they are).
        if next == nil {
            let mark = Int(position.listingBegan.timeIntervalSince1970) - 3 * ActivityReport.day
            page.mark = Checkpoint("\(max(0, mark))")
        }
        return .page(page)
    }
}
