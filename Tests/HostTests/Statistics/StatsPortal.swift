import ConnectorKit
import Foundation
import Synchronization

/// A content system in memory: a catalog on one page, enrolments a few a page, accounts.
final class StatsPortal: CatalogProvider, StatsProvider {
    struct Contents {
        var items: [Int] = []
        /// Even ones are English, odd ones French.
        var languages: @Sendable (Int) -> String = { $0 % 2 == 0 ? "en" : "fr" }
        var enrolments: [Enrolment] = []
        /// E-mail addresses by account.
        var emails: [String: String] = [:]
        /// Rows of a page.
        var size = 3
        var refused: [RefusedItem] = []
        /// What the total is said to be; nil: what it is.
        var total: Int?
        /// Called before each page with its number, from 1; what it throws the page fails with.
        var atPage: @Sendable (Int) async throws(Failure) -> Void = { _ throws(Failure) in }
        var minutes = 60
        /// Items that are longer than the others.
        var longer: Set<Int> = []
        /// Whether the last page names the second one as the next.
        var comesBack = false
        /// Whether checkpoints are not honoured, until a listing begins at its first page.
        var forgets = false
        /// Pages of which each is refused once, such as `all 3`.
        var refuses: Set<String> = []
    }

    struct Calls: Equatable {
        /// `since` and number of each page that was asked for, such as `all 1`.
        var pages: [String] = []
        var learners: [[String]] = []
    }

    let contents = Mutex(Contents())
    private let asked = Mutex(Calls())
    private let base = ScriptedProvider { _, _ throws(Failure) in throw .fatal("not asked") }

    /// What was asked for since the last time this was.
    func calls() -> Calls {
        asked.withLock { calls in
            defer { calls = Calls() }
            return calls
        }
    }

    var enrolments: [Enrolment] { contents.withLock(\.enrolments) }

    func change(_ body: (inout sending Contents) -> Void) { contents.withLock { body(&$0) } }

    /// Adds an enrolment, or replaces the one of its id.
    func enrol(_ enrolments: Enrolment...) {
        change { contents in
            for enrolment in enrolments {
                contents.enrolments.removeAll { $0.id == enrolment.id }
                contents.enrolments.append(enrolment)
            }
        }
    }

    // MARK: - Catalog

    var descriptor: ProviderDescriptor { base.descriptor }

    func mapping(_ settings: Settings) -> Mapping {
        let duration = FieldRule(.duration, from: ["minutes"], "minutes") { input, object throws(Failure) in
            object.duration = try input.minutes()
        }
        let launch = FieldRule(.launchURL, from: ["id"], "the page of the id") {
            input, object throws(Failure) in
            object.launchURL = "https://play.example/\(try input.requiredNumericID())"
        }
        return Mapping(
            version: 1, rules: base.mapping(settings).rules + [duration, launch], settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .cursor }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let contents = contents.withLock { $0 }
        return ScriptedProvider.page(contents.items, total: contents.items.count) { id in
            let minutes = contents.minutes + (contents.longer.contains(id) ? 1 : 0)
            return ScriptedProvider.item(id, language: contents.languages(id)).dropLast()
                + ",\"minutes\":\(minutes)}"
        }
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item("\(error)")
        }
    }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    // MARK: - Statistics

    /// A checkpoint is the mark that the listing began with and the number of its next page.
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let parts = request.checkpoint?.text.split(separator: " ").map(String.init)
        let isLost = contents.withLock { contents in
            if parts == nil { contents.forgets = false }
            return contents.forgets
        }
        guard !isLost else {
            asked.withLock { $0.pages.append("lost") }
            throw .contract("the checkpoint is not honoured")
        }
        let since = parts?.first ?? request.since?.text ?? "all"
        let number = parts.flatMap { Int($0[1]) } ?? 1
        guard contents.withLock({ $0.refuses.remove("\(since) \(number)") }) == nil else {
            asked.withLock { $0.pages.append("refused") }
            return .checkpointRefused("the checkpoint is no longer known")
        }
        asked.withLock { $0.pages.append("\(since) \(number)") }
        try await contents.withLock { $0.atPage }(number)
        let contents = contents.withLock { $0 }
        let listed = contents.enrolments.filter {
            since == "all" || $0.updatedAt.timeIntervalSince1970 >= Double(since) ?? 0
        }.sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        let size = contents.size
        let rows = Array(listed.dropFirst((number - 1) * size).prefix(size))
        let isLast = number * size >= listed.count
        let newest = listed.last.map { String($0.updatedAt.timeIntervalSince1970) }
        return .page(
            EnrolmentPage(
                enrolments: rows, refused: number == 1 ? contents.refused : [],
                rows: rows.count + (number == 1 ? contents.refused.count : 0),
                total: contents.total ?? listed.count + contents.refused.count,
                next: isLast && !contents.comesBack
                    ? nil : Checkpoint("\(since) \(isLast ? 2 : number + 1)"),
                mark: isLast ? Checkpoint(newest ?? since) : nil))
    }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        asked.withLock { $0.learners.append(accounts) }
        return contents.withLock { contents in
            accounts.map { LearnerAccount(id: $0, email: contents.emails[$0]) }
        }
    }
}
