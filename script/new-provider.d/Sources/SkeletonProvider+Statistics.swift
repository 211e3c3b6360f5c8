//? stats
import ConnectorKit
import Foundation

extension SkeletonProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        guard let position = EnrolmentPosition(request, now: connection.now) else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let page = try await Service(connection).page(
            of: "enrolments", at: position.paging, position.filters, paths: EnrolmentRow.paths)
        guard let page else { return .checkpointRefused("the service does not know the position") }
        let (next, rows) = (page.next(after: position.paging), page.elements.count)
        guard let total = page.total, next != nil || position.rows + rows >= total else {
            throw .contract("the enrolments ended after \(position.rows + rows) rows, before their total")
        }
        var answer = EnrolmentPage(
            enrolments: [], rows: rows, total: total, next: position.next(at: next),
            mark: next == nil ? Checkpoint(position.mark) : nil)
        answer.add(try page.rows(connection.settings), after: position.rows)
        return .page(answer)
    }
}

extension EnrolmentPage {
    fileprivate mutating func add(_ inputs: [FieldInput], after first: Int) {
        for (row, input) in inputs.enumerated() {
            do throws(Failure) {
                enrolments.append(try EnrolmentRow.enrolment(input))
            } catch {
                refused.append(RefusedItem(id: nil, reason: "row \(first + row + 1): \(error.message)"))
            }
        }
    }
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

/// The position of a listing of enrolments between two pages.
private struct EnrolmentPosition: Codable {
    private(set) var paging = CursorPaging()
    /// Only what changed since then is listed; nil for everything.
    private let since: String?
    /// Where the next listing of changes begins.
    let mark: String

    /// Enrolments may be listed this much after they changed (our decision).
    private static let overlap: TimeInterval = 3_600

    /// Nil if the checkpoint is none of these.
    init?(_ request: EnrolmentRequest, now: Date) {
        if let checkpoint = request.checkpoint {
            guard let position: Self = checkpoint.position() else { return nil }
            self = position
        } else {
            since = request.since?.text
            mark = Timestamp.text(now - Self.overlap)
        }
    }

    var filters: [String: String] { since.map { ["since": $0] } ?? [:] }

    /// How many rows were listed so far.
    //? offset
    var rows: Int { paging.offset }
    //? else
    var rows: Int { paging.rows }
    //? end

    func next(at checkpoint: Checkpoint?) -> Checkpoint? {
        checkpoint.flatMap(CursorPaging.init).map { paging in
            var next = self
            next.paging = paging
            return Checkpoint(of: next)
        }
    }
}
//? end
