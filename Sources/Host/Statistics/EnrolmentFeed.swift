import ConnectorKit
import Store

/// The pages of a listing of enrolments, fetched one after the other, a step ahead of who records them.
struct EnrolmentFeed {
    /// Where a listing begins.
    struct Start: Sendable {
        var checkpoint: Checkpoint?
        var since: Checkpoint?
        /// Accounts that are asked for before the first page.
        var accounts: [String] = []
    }

    enum News: Sendable {
        /// A page has come, and is handed on later.
        case progress
        case accounts([LearnerAccount])
        case page(EnrolmentPage)
    }

    private let fetching: Task<Void, Never>
    private let taken: AsyncStream<Void>.Continuation
    private let answers: AsyncStream<Result<News, Failure>>.Continuation
    private var iterator: AsyncStream<Result<News, Failure>>.Iterator

    init(_ reader: EnrolmentReader, from start: Start, on executor: (any TaskExecutor)?) {
        let (answers, answer) = AsyncStream.makeStream(of: Result<News, Failure>.self)
        let (takings, taken) = AsyncStream.makeStream(of: Void.self)
        self.taken = taken
        self.answers = answer
        iterator = answers.makeAsyncIterator()
        fetching = Task(executorPreference: executor) {
            var output = Output(reader: reader, answer: answer, takings: takings.makeAsyncIterator())
            do throws(Failure) {
                try await output.list(from: start)
            } catch {
                answer.yield(.failure(error))
            }
        }
    }

    /// Waits for what comes next.
    ///
    /// - Throws: what kept it from coming; ``RunReport/interrupted`` where the waiting task was cancelled.
    mutating func next() async throws(Failure) -> News {
        guard let answer = await iterator.next() else { throw RunReport.interrupted }
        let news = try answer.get()
        if case .progress = news { return news }
        taken.yield()
        return news
    }

    /// Ends the feed with a failure, whatever is on its way.
    var ending: @Sendable (Failure) -> Void {
        { [answers, fetching] failure in
            answers.yield(.failure(failure))
            fetching.cancel()
        }
    }

    func cancel() { fetching.cancel() }
}

/// The side of a feed that fetches.
private struct Output {
    let reader: EnrolmentReader
    let answer: AsyncStream<Result<EnrolmentFeed.News, Failure>>.Continuation
    var takings: AsyncStream<Void>.Iterator
    var waiting = PagesInWaiting()

    /// How many accounts are asked for at once before the first page.
    private static let accounts = 1_000

    mutating func list(from start: EnrolmentFeed.Start) async throws(Failure) {
        var rest = start.accounts[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.accounts))
            rest = rest.dropFirst(some.count)
            guard await handOn(.accounts(try await reader.learners(some))) else { return }
        }
        var passed: Set<String> = []
        var request = EnrolmentRequest(
            after: start.checkpoint, since: start.since, contents: reader.contents)
        while !Task.isCancelled {
            let page: EnrolmentPage
            do throws(Failure) {
                page = try await reader.page(request)
                if let next = page.next, !passed.insert(next.text).inserted {
                    throw .contract("the listing of enrolments comes back to a page it had; given up")
                }
            } catch {
                // What came before it is kept.
                _ = try await handOnPages()
                throw error
            }
            if page.rows > 0 { answer.yield(.success(.progress)) }
            waiting.add(page, unknown: try await reader.unknownAccounts(on: page))
            guard let next = page.next else {
                _ = try await handOnPages()
                return
            }
            if waiting.areDue { guard try await handOnPages() else { return } }
            request = EnrolmentRequest(after: next, contents: reader.contents)
        }
    }

    /// - Returns: false where nobody takes any more.
    private mutating func handOnPages() async throws(Failure) -> Bool {
        if !waiting.accounts.isEmpty {
            guard await handOn(.accounts(try await reader.learners(waiting.accounts))) else { return false }
        }
        for page in waiting.pages {
            guard await handOn(.page(page)) else { return false }
        }
        waiting.clear()
        return true
    }

    private mutating func handOn(_ news: EnrolmentFeed.News) async -> Bool {
        answer.yield(.success(news))
        return await takings.next() != nil
    }
}
