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
        case accounts([LearnerAccount])
        case page(EnrolmentReader.Page)
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
            var takings = takings.makeAsyncIterator()
            do throws(Failure) {
                var rest = start.accounts[...]
                while !rest.isEmpty {
                    let some = Array(rest.prefix(EnrolmentReader.accounts))
                    rest = rest.dropFirst(some.count)
                    answer.yield(.success(.accounts(try await reader.learners(some))))
                    guard await takings.next() != nil else { return }
                }
                var asked: Set<String> = []
                var request = EnrolmentRequest(
                    after: start.checkpoint, since: start.since, contents: reader.contents)
                while !Task.isCancelled {
                    let page = try await reader.page(request, asked: &asked)
                    let next = page.listed.next
                    if let next, next == request.checkpoint {
                        throw .contract("the listing of enrolments does not move on from a page; given up")
                    }
                    answer.yield(.success(.page(page)))
                    guard let next, await takings.next() != nil else { return }
                    request = EnrolmentRequest(after: next, contents: reader.contents)
                }
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
        taken.yield()
        return try answer.get()
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
