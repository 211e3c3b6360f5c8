import ConnectorKit
import Foundation

/// Everything is the report of courses by learner. What changed is found by the report of lectures, which can be asked
/// for a time: the learners that it names are read from the report of courses.
extension UdemyBusinessProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        guard let position = ReportPosition(request, now: connection.now) else {
            return .checkpointRefused("it is no position of a report")
        }
        let account = try Account(connection.settings)
        let list = position.since == nil ? Account.List.courseActivity : .progress
        let page = try await account.page(position.page, of: list, over: connection.client) { query in
            if let since = position.since { query.add("from_date", since) }
        }
        guard let page else {
            return .checkpointRefused("there is no page \(position.page) any longer (HTTP 404)")
        }
        let report = Report(account: account, connection: connection)
        let (rows, next, total) = try page.rows(
            position.since == nil ? ActivityRow.paths : Report.named, size: account.pageSize)
        var answer = EnrolmentPage(enrolments: [], rows: 0, next: next.map(position.checkpoint))
        if position.since == nil {
            report.add(rows, to: &answer)
            answer.total = total
        } else {
            for learner in try Report.learners(rows) { try await report.addAll(of: learner, to: &answer) }
        }
        answer.mark = next == nil ? position.mark : nil
        return .page(answer)
    }
}

/// The report of courses by learner.
private struct Report {
    static let named = JSONPaths(["user_email"])

    let account: Account
    let connection: Connection

    /// The learners of rows of the report of lectures, each once.
    static func learners(_ rows: [Row?]) throws(Failure) -> [String] {
        var found: Set<String> = []
        // A row that cannot be read names nobody; the next full listing has them.
        for row in rows {
            if let email = try? row?.text("user_email") { found.insert(email.lowercased()) }
        }
        return found.sorted()
    }

    /// Adds all rows of one learner.
    func addAll(of email: String, to answer: inout EnrolmentPage) async throws(Failure) {
        var number: Int? = 1
        while let wanted = number {
            let page = try await account.page(wanted, of: .courseActivity, over: connection.client) {
                $0.add("user_email", email)
            }
            guard let page else { return }
            let (rows, next, _) = try page.rows(ActivityRow.paths, size: account.pageSize)
            add(rows, to: &answer)
            number = next
        }
    }

    func add(_ rows: [Row?], to answer: inout EnrolmentPage) {
        let address = connection.settings["learner_email"].flatMap(LearnerColumn.init) ?? .email
        for row in rows {
            answer.rows += 1
            do throws(Failure) {
                guard let row else { throw .item("row \(answer.rows) is no object") }
                answer.enrolments.append(try ActivityRow.enrolment(row, address: address))
            } catch {
                answer.refused.append(RefusedItem(id: nil, reason: error.message))
            }
        }
    }
}

extension ListPage {
    /// The rows of a page of a report, nil for one that cannot be read, with the number of the next page and the count of
    /// all rows.
    ///
    /// - Throws: ``Failure/contract(_:)`` if it is no page, or ends before all rows.
    func rows(_ paths: JSONPaths, size: Int) throws(Failure) -> (rows: [Row?], next: Int?, total: Int) {
        let list = try read(paths, identity: 0..<1, version: 0)
        guard list.next != nil || (number - 1) * size + list.elements.count >= list.total else {
            throw .contract("\(name): the report ends before its \(list.total) rows")
        }
        let rows = list.elements.map { element -> Row? in
            let document = try? SourceDocument(json: body[element.range], paths: paths)
            return document.map { Row($0, paths) }
        }
        return (rows, list.next, list.total)
    }
}
