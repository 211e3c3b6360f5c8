import ConnectorKit
import Foundation

extension SampleProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        if let checkpoint = request.checkpoint, checkpoint.position(Place.self) == nil {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        return .page(
            try await Self.enrolments(request, of: connection) { page, since, skip in
                guard let last = page.last else { return (since, skip) }
                // Behind those of the last second that were read.
                let read = page.reversed().prefix { $0 == last }.count
                return (last, last == since ? skip + read : read)
            })
    }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        let rows = try await Self.rows("/accounts?ids=\(accounts.joined(separator: ","))", of: connection)
            .rows
        var emails: [String: String] = [:]
        for row in rows {
            if case .text(let id)? = row.values[0].first, case .text(let email)? = row.values[6].first {
                emails[id] = email
            }
        }
        return accounts.map { LearnerAccount(id: $0, email: emails[$0]) }
    }

    // MARK: - Parts the broken ones use as well

    /// A page, with another way to say where the next one begins: of the seconds on this one, the second it
    /// began at, and how many of that were left out.
    static func enrolments(
        _ request: EnrolmentRequest, of connection: Connection,
        next: ([Int], Int, Int) -> (since: Int, skip: Int)
    ) async throws(Failure) -> EnrolmentPage {
        let place = (request.checkpoint ?? request.since)?.position(Place.self)
        let (since, skip) = (place?.since ?? 0, place?.skip ?? 0)
        let (rows, total) = try await Self.rows("/enrolments?since=\(since)&skip=\(skip)", of: connection)
        let enrolments = try rows.map { row throws(Failure) in try enrolment(row) }
        let behind = next(enrolments.map { Int($0.updatedAt.timeIntervalSince1970) }, since, skip)
        let checkpoint = Checkpoint(of: Place(since: behind.since, skip: behind.skip))
        if rows.isEmpty, let total, total > 0 { throw .contract("an empty page, and \(total) rows follow") }
        let isLast = rows.count < SampleLearning.pageSize
        return EnrolmentPage(
            enrolments: enrolments, rows: rows.count, total: request.checkpoint == nil ? total : nil,
            next: isLast ? nil : checkpoint,
            mark: isLast ? checkpoint : nil)
    }

    private struct Place: Codable {
        let since: Int
        let skip: Int
    }

    private static let rowPaths = JSONPaths([
        "id", "content", "account", "status", "created", "updated", "email", "window", "seconds",
    ])

    static func rows(_ path: String, of connection: Connection) async throws(Failure)
        -> (rows: [SourceDocument], total: Int?)
    {
        let answer = try await connection.client.send(
            HTTPRequest(.get, (connection.settings["url"] ?? "") + path))
        guard answer.status == 200 else { throw .contract("the service answered \(answer.status)") }
        do {
            let listing = try JSONListing(
                answer.body, elementsOf: "rows", members: ["total"], paths: rowPaths, identity: 0..<0,
                version: 1)
            let rows = try listing.elements.map {
                try SourceDocument(json: answer.body[$0.range], paths: rowPaths)
            }
            guard case .number(let total)? = listing.members["total"] else { return (rows, nil) }
            return (rows, Int(total))
        } catch {
            throw .contract("the answer is no list")
        }
    }

    static func enrolment(_ row: SourceDocument) throws(Failure) -> Enrolment {
        let values = row.values.map { value -> String in
            switch value.first {
            case .text(let text)?, .number(let text)?: text
            default: ""
            }
        }
        guard let created = TimeInterval(values[4]), let updated = TimeInterval(values[5]) else {
            throw .contract("an enrolment has no times")
        }
        return Enrolment(
            id: values[0], contentID: values[1], account: values[2],
            status: Enrolment.Status(rawValue: values[3]) ?? .other,
            createdAt: Date(timeIntervalSince1970: created), updatedAt: Date(timeIntervalSince1970: updated),
            timeSpent: TimeInterval(values[7]).map { window in
                .windows([
                    Date(timeIntervalSince1970: window): .seconds(Int(values[8]) ?? 0)
                ])
            })
    }
}
