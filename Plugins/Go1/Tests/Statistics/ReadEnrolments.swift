import ConnectorKit
import Foundation
import Go1Simulator

@testable import Go1

/// A complete listing of enrolments, in which each page continues from the text of a checkpoint.
struct ReadEnrolments {
    /// The enrolments, as last listed.
    var byID: [String: Enrolment] = [:]
    var refused: [RefusedItem] = []
    var rows = 0
    var pages = 0
    var total: Int?
    var mark: Checkpoint?

    init(
        _ provider: Go1Provider = go1, since mark: Checkpoint? = nil, of connection: Connection,
        contents: [String] = []
    ) async throws {
        var request = EnrolmentRequest(since: mark) { contents }
        repeat {
            let page = try await provider.enrolments(request, of: connection).listed()
            for enrolment in page.enrolments { byID[enrolment.id] = enrolment }
            refused += page.refused
            rows += page.rows
            pages += 1
            total = page.total
            self.mark = page.mark
            request = EnrolmentRequest(after: page.next.map { Checkpoint($0.text) }, since: mark) { contents }
        } while request.checkpoint != nil
    }
}

extension Go1Portal {
    /// The enrolments that a listing must return: all that are not in a part of a course.
    func expected(_ generation: Generation) -> [String: Enrolment] {
        let accounts = Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0) })
        return Dictionary(
            uniqueKeysWithValues: enrolments.filter { $0.parentID == nil }.map { row in
                let learner = generation == .gateway ? row.accountID : accounts[row.accountID]?.userID
                // Only one of the formats of a time has fractions.
                func date(_ milliseconds: Int64) -> Date {
                    let whole = Int64((Double(milliseconds) / 1_000).rounded(.down)) * 1_000
                    return Date(
                        timeIntervalSince1970: Double(row.timeForm == .zulu ? milliseconds : whole) / 1_000)
                }
                let statuses: [PortalEnrolment.Status: Enrolment.Status] = [
                    .completed: .completed, .inProgress: .inProgress,
                ]
                return (
                    String(row.id),
                    Enrolment(
                        id: String(row.id), contentID: String(row.contentID), account: "\(learner ?? 0)",
                        status: statuses[row.status] ?? .other, createdAt: date(row.created),
                        updatedAt: date(row.updated), passed: row.passed)
                )
            })
    }

    /// Returns a portal with enrolments.
    static func learning(
        items: Int = 40, enrolments: Int, _ change: (inout Options) -> Void = { _ in }
    ) -> Go1Portal {
        var options = Options()
        options.items = items
        options.awkward = false
        options.enrolments = enrolments
        change(&options)
        return Go1Portal(options)
    }
}
