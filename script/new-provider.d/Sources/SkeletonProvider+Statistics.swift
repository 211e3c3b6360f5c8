//? stats
import ConnectorKit
import Foundation

//? by-content
/// The service lists the enrolments of one item at a time.
//? end
extension SkeletonProvider: StatsProvider {
    //? by-content
    /// The most requests for one page, so that items without enrolments make no empty pages (our decision).
    private static let requestsForPage = 100

    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let (service, contents) = (try Service(connection), try await request.contents())
        let paging = ContentPaging<CursorPaging>(request, of: contents, mark: Self.mark(connection.now))
        guard var paging else { return .checkpointRefused("the checkpoint cannot be read") }
        var page = EnrolmentPage(enrolments: [], rows: 0, next: nil)
        for _ in 0..<Self.requestsForPage where page.rows < Service.largestPage {
            guard let item = paging.content else { break }
            let list = try await service.page(
                of: "enrolments", in: item, at: paging.position, since: paging.since,
                paths: EnrolmentRow.paths)
            if let list {
                page.add(
                    try list.rows(connection.settings), of: "item \(item)",
                    firstRow: paging.position.rows + 1, EnrolmentRow.enrolment)
                try paging.advance(after: list, size: Service.largestPage, of: contents)
            } else if paging.position == CursorPaging() {
                paging.skip(of: contents)
            } else {
                return .checkpointRefused("the service does not know the position")
            }
        }
        page.next = paging.checkpoint
        page.mark = page.next == nil ? Checkpoint(paging.mark) : nil
        return .page(page)
    }
    //? else
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        guard let paging = EnrolmentPaging<CursorPaging>(request, mark: Self.mark(connection.now)) else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let page = try await Service(connection).page(
            of: "enrolments", at: paging.position, since: paging.since, paths: EnrolmentRow.paths)
        guard let page else { return .checkpointRefused("the service does not know the position") }
        return .page(
            try page.enrolmentPage(
                after: paging, size: Service.largestPage, connection.settings, EnrolmentRow.enrolment))
    }
    //? end

    /// Enrolments may be listed an hour after they changed (our decision).
    private static func mark(_ now: Date) -> String { Timestamp.text(now - 3_600) }
}

/// A row of `enrolments`: what one learner did with one item.
enum EnrolmentRow {
    static let paths = JSONPaths([
        "id", "item", "learner.id", "learner.email", "learner.name", "status", "started", "updated",
        "percent", "seconds",
    ])

    /// - Throws: ``Failure/item(_:)`` if it lacks what a statistic needs.
    static func enrolment(_ row: FieldInput) throws(Failure) -> Enrolment {
        let status: Enrolment.Status =
            switch try row["status"].requiredText() {
            case "completed": .completed
            case "started": .inProgress
            default: .other
            }
        return Enrolment(
            id: try row["id"].requiredID(), contentID: try row["item"].requiredID(),
            learner: LearnerAccount(
                id: try row["learner.id"].requiredID(), email: try row["learner.email"].text(),
                name: try row["learner.name"].text()),
            status: status, createdAt: try row["started"].time(),
            updatedAt: try row["updated"].requiredTime(),
            progress: try row["percent"].percent(),
            timeSpent: try row["seconds"].duration(in: .seconds).map { .total($0) })
    }
}
//? end
