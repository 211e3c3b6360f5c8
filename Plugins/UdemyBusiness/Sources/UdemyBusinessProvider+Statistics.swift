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
        let report = Report(account: try Account(connection.settings), connection: connection)
        let number = position.paging.page
        guard let page = try await report.page(number, since: position.since) else {
            return .checkpointRefused("there is no page \(number) any longer (HTTP 404)")
        }
        let rows = page.rows.count
        guard position.paging.rows + rows >= page.total || rows > 0 && !page.isLast else {
            throw .contract("\(page.request): the report ends before its \(page.total) rows")
        }
        let next = position.paging.next(rows: rows, size: report.account.pageSize, total: page.total)
        var answer = EnrolmentPage(enrolments: [], rows: 0, next: position.next(at: next))
        if next == nil { answer.mark = position.mark }
        if position.since == nil {
            answer.total = page.total
            answer.add(page.rows)
        } else {
            for email in page.learners { try await report.add(allOf: email, to: &answer) }
        }
        return .page(answer)
    }
}

/// The reports of an account.
private struct Report {
    let account: Account
    let connection: Connection

    /// A page of the report of courses, or of the one of lectures since a day; nil if there is no such page.
    ///
    /// - Parameter email: Only the rows of this learner.
    func page(_ number: Int, since: String? = nil, of email: String? = nil) async throws(Failure) -> Page? {
        let filters = [("from_date", since), ("user_email", email)].compactMap { name, value in
            value.map { (name, $0) }
        }
        let answer = try await account.page(
            number, of: since == nil ? .courseActivity : .progress, over: connection.client, filters)
        guard let answer else { return nil }
        let (list, total) = try answer.list(since == nil ? ActivityRow.paths : Page.named)
        return Page(
            rows: try list.rows(connection.settings), total: total, isLast: list.next == nil,
            request: answer.request)
    }

    func add(allOf email: String, to answer: inout EnrolmentPage) async throws(Failure) {
        var position: PagePaging? = PagePaging()
        while let paging = position, let page = try await page(paging.page, of: email) {
            answer.add(page.rows)
            position = paging.next(rows: page.rows.count, size: account.pageSize, total: page.total)
                .flatMap(PagePaging.init)
        }
    }

    struct Page {
        static let named = JSONPaths(["user_email"])

        let rows: [FieldInput]
        let total: Int
        let isLast: Bool
        /// For messages.
        let request: String

        /// The learners that the rows name, each once. A row that cannot be read names nobody; the next listing of
        /// everything has what it is about.
        var learners: [String] {
            let emails = rows.compactMap { row in (try? row["user_email"].text())?.lowercased().trimmed }
            return Set(emails).filter { !$0.isEmpty }.sorted()
        }
    }
}

extension EnrolmentPage {
    fileprivate mutating func add(_ inputs: [FieldInput]) {
        for input in inputs {
            rows += 1
            do throws(Failure) {
                enrolments.append(try ActivityRow.enrolment(input))
            } catch {
                refused.append(RefusedItem(id: nil, reason: error.message))
            }
        }
    }
}

/// The position of a listing of enrolments between two pages.
private struct ReportPosition: Codable {
    /// The day from which changes are listed, such as `2026-11-20`; nil to list everything.
    let since: String?
    /// The day from which the next listing of changes has to begin.
    private let day: String
    private(set) var paging = PagePaging()

    /// The reports may be this much behind (our decision).
    private static let overlap: TimeInterval = 2 * 86_400

    /// Nil if the checkpoint or the mark is none of these.
    init?(_ request: EnrolmentRequest, now: Date) {
        if let checkpoint = request.checkpoint {
            guard let position: Self = checkpoint.position() else { return nil }
            self = position
            return
        }
        since = request.since?.text
        day = String(Timestamp.text(now - Self.overlap).prefix(10))
        if let since, Timestamp.day(since) == nil { return nil }
    }

    var mark: Checkpoint { Checkpoint(day) }

    func next(at checkpoint: Checkpoint?) -> Checkpoint? {
        checkpoint.flatMap(PagePaging.init).map { paging in
            var next = self
            next.paging = paging
            return Checkpoint(of: next)
        }
    }
}
