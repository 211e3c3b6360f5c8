import ConnectorKit
import Runtime

/// What is fetched from a provider, one step ahead of its consumer.
///
/// AsyncAlgorithms' AsyncChannel is not used: it cannot pass on a value without waiting, and its errors are not
/// typed, so the code around it would be no shorter.
struct Feed<News: Sendable> {
    fileprivate struct Answer {
        let news: Result<News, Failure>
        /// Whether the producer waits until this is received.
        var isAwaited = false
    }

    /// The producer's end.
    struct Output {
        fileprivate let answers: AsyncStream<Answer>.Continuation
        fileprivate var receipts: AsyncStream<Void>.Iterator

        /// Sends news without waiting.
        func send(_ news: News) { answers.yield(Answer(news: .success(news))) }

        /// Sends news and waits until they are received, so that no more than one is buffered.
        ///
        /// - Returns: false if nobody receives any more.
        mutating func sendAndWait(_ news: News) async -> Bool {
            answers.yield(Answer(news: .success(news), isAwaited: true))
            return await receipts.next() != nil
        }
    }

    private let fetching: Task<Void, Never>
    private let received: AsyncStream<Void>.Continuation
    private let answers: AsyncStream<Answer>.Continuation
    private var iterator: AsyncStream<Answer>.Iterator

    /// - Parameters:
    ///   - executor: runs `fetch`.
    ///   - fetch: sends what it fetches; an error that it throws is received last.
    init(
        on executor: any TaskExecutor,
        _ fetch: @escaping @Sendable (inout Output) async throws(Failure) -> Void
    ) {
        let (answers, answer) = AsyncStream.makeStream(of: Answer.self)
        let (receipts, received) = AsyncStream.makeStream(of: Void.self)
        self.received = received
        self.answers = answer
        iterator = answers.makeAsyncIterator()
        fetching = Task(executorPreference: executor) {
            var output = Output(answers: answer, receipts: receipts.makeAsyncIterator())
            do throws(Failure) {
                try await fetch(&output)
            } catch {
                answer.yield(Answer(news: .failure(error)))
            }
            answer.finish()
        }
    }

    /// Waits for what comes next.
    ///
    /// - Throws: what `fetch` threw; ``Failure/interrupted`` if the waiting task was cancelled.
    mutating func next() async throws(Failure) -> News {
        guard let answer = await iterator.next() else { throw Failure.interrupted }
        if answer.isAwaited { received.yield() }
        return try answer.news.get()
    }

    /// Ends the feed with a failure.
    var ending: @Sendable (Failure) -> Void {
        { [answers, fetching] failure in
            answers.yield(Answer(news: .failure(failure)))
            fetching.cancel()
        }
    }

    func cancel() { fetching.cancel() }
}
