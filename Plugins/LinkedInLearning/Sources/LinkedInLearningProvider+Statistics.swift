import ConnectorKit
import Foundation

extension LinkedInLearningProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let service = try Service(connection)
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
        let list = try await service.report(report, count: service.pageSize)
        let total = list.total ?? list.elements.count
        let next = try windows.next(after: position, rows: list.elements.count, total: total)
        var page = EnrolmentPage(enrolments: [], rows: 0, next: next?.checkpoint)
        page.add(
            try list.rows(connection.settings),
            of: "\(Timestamp.text(position.window)), \(report.type.rawValue)",
            firstRow: position.offset + 1
        ) { row throws(Failure) in try ActivityReport.enrolment(row, window: position.window) }
        // Reports may be late (our decision: three days, since no page of LinkedIn says how late they are).
        if next == nil {
            let mark = Int(position.listingBegan.timeIntervalSince1970) - 3 * ActivityReport.day
            page.mark = Checkpoint("\(max(0, mark))")
        }
        return .page(page)
    }
}
