import ConnectorKit
import Foundation

extension LinkedInLearningProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let service = try Service(connection.settings)
        let position: ReportPosition
        if let checkpoint = request.checkpoint {
            guard let stored = ReportPosition(checkpoint, types: service.types.count) else {
                return .checkpointRefused("the checkpoint cannot be read")
            }
            position = stored
        } else {
            position = beginning(since: request.since, connection)
        }
        let type = service.types[position.type]
        let answer = Answer(
            try await connection.client.send(service.report(position, type, count: service.pageSize)),
            to: "GET \(service.reportsURL), \(type.rawValue) of \(position.days) days")
        try answer.requireSuccess(permission: "reports")
        let list = try ListPage(
            answer, start: position.start, count: service.pageSize, paths: ReportRow.paths)
        let next = position.next(
            pageSize: service.pageSize, total: list.total, types: service.types.count)
        var page = EnrolmentPage(enrolments: [], rows: list.listing.elements.count, next: next?.checkpoint)
        let window = Date(timeIntervalSince1970: TimeInterval(position.window))
        for (row, element) in list.listing.elements.enumerated() {
            do throws(Failure) {
                page.enrolments.append(
                    try ReportRow(list.body[element.range])
                        .enrolment(window: window, address: connection.settings["learners"] ?? "email"))
            } catch {
                let reason = "\(Timestamp.text(window)), \(type.rawValue), row \(position.start + row + 1)"
                page.refused.append(RefusedItem(id: nil, reason: "\(reason): \(error.message)"))
            }
        }
        if next == nil { page.mark = Checkpoint("\(max(0, position.until - Self.lag))") }
        return .page(page)
    }

    /// Everything begins with the day of the setting, or else a year ago; changes where the mark says.
    private func beginning(since mark: Checkpoint?, _ connection: Connection) -> ReportPosition {
        let now = max(0, Int(connection.now.timeIntervalSince1970))
        let first =
            connection.settings.date("statistics_from").map { Int($0.timeIntervalSince1970) }
            ?? now - 365 * ReportPosition.day
        let since = mark.flatMap { Int($0.text) } ?? first
        return ReportPosition(since: min(max(0, since), now), until: now)
    }

    /// Seconds that reports may be late (our decision: no page of LinkedIn says how late they are).
    private static let lag = 3 * ReportPosition.day
}

extension Service {
    func report(_ position: ReportPosition, _ type: AssetType, count: Int) -> HTTPRequest {
        HTTPRequest(
            .get, reportsURL + position.query(type, count: count).text,
            headers: [HTTPHeader("Accept", "application/json")])
    }
}
