import ConnectorKit
import Foundation

/// Everything is the report of courses by learner. What changed is found by the report of lectures, which can be asked
/// for a time: the learners that it names are read from the report of courses.
extension UdemyBusinessProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        // The reports may be two days behind (our decision); the mark is a day, such as `2026-11-20`.
        let day = String(Timestamp.text(connection.now - 2 * 86_400).prefix(10))
        let paging = EnrolmentPaging<PagePaging>(request, mark: day)
        guard let paging, paging.since.map({ Timestamp.day($0) != nil }) ?? true else {
            return .checkpointRefused("it is no position of a report")
        }
        let report = Report(account: try Account(connection), settings: connection.settings)
        let number = paging.position.page
        guard let page = try await report.page(number, since: paging.since) else {
            return .checkpointRefused("there is no page \(number) any longer (HTTP 404)")
        }
        let rows = page.rows.count
        guard paging.position.rows + rows >= page.total || rows > 0 && !page.isLast else {
            throw .contract("\(page.request): the report ends before its \(page.total) rows")
        }
        let next = paging.position.next(rows: rows, size: report.account.pageSize, total: page.total)
        var answer = EnrolmentPage(enrolments: [], rows: 0, next: paging.next(at: next))
        if next == nil { answer.mark = Checkpoint(paging.mark) }
        if paging.since == nil {
            answer.total = page.total
            answer.add(page.rows, ActivityRow.enrolment)
        } else {
            for email in page.learners { try await report.add(allOf: email, to: &answer) }
        }
        return .page(answer)
    }
}

/// The reports of an account.
private struct Report {
    let account: Account
    let settings: Settings

    /// A page of the report of courses, or of the one of lectures since a day; nil if there is no such page.
    ///
    /// - Parameter email: Only the rows of this learner.
    func page(_ number: Int, since: String? = nil, of email: String? = nil) async throws(Failure) -> Page? {
        let filters = [("from_date", since), ("user_email", email)].compactMap { name, value in
            value.map { (name, $0) }
        }
        let answer = try await account.page(
            number, of: since == nil ? .courseActivity : .progress, filters)
        guard let answer else { return nil }
        let (list, total) = try answer.list(since == nil ? ActivityRow.paths : Page.named)
        return Page(
            rows: try list.rows(settings), total: total, isLast: list.next == nil,
            request: answer.request)
    }

    func add(allOf email: String, to answer: inout EnrolmentPage) async throws(Failure) {
        var position: PagePaging? = PagePaging()
        while let paging = position, let page = try await page(paging.page, of: email) {
            answer.add(page.rows, ActivityRow.enrolment)
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
