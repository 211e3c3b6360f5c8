import ConnectorKit

/// What is fetched from a provider, one after the other, a step ahead of who reads it.
struct Feed<News: Sendable> {
    fileprivate struct Answer {
        let news: Result<News, Failure>
        /// Whether the fetching side waits until this is taken.
        var isAwaited = false
    }

    /// The side that fetches.
    struct Output {
        fileprivate let answers: AsyncStream<Answer>.Continuation
        fileprivate var takings: AsyncStream<Void>.Iterator

        /// Tells news, and goes on at once.
        func tell(_ news: News) { answers.yield(Answer(news: .success(news))) }

        /// Tells news, and waits until they are taken, so that no more than one lies ready.
        ///
        /// - Returns: false where nobody takes any more.
        mutating func handOn(_ news: News) async -> Bool {
            answers.yield(Answer(news: .success(news), isAwaited: true))
            return await takings.next() != nil
        }
    }

    private let fetching: Task<Void, Never>
    private let taken: AsyncStream<Void>.Continuation
    private let answers: AsyncStream<Answer>.Continuation
    private var iterator: AsyncStream<Answer>.Iterator

    /// - Parameters:
    ///   - executor: where it is fetched.
    ///   - fetch: tells what comes; what it throws is told as the last.
    init(
        on executor: any TaskExecutor,
        _ fetch: @escaping @Sendable (inout Output) async throws(Failure) -> Void
    ) {
        let (answers, answer) = AsyncStream.makeStream(of: Answer.self)
        let (takings, taken) = AsyncStream.makeStream(of: Void.self)
        self.taken = taken
        self.answers = answer
        iterator = answers.makeAsyncIterator()
        fetching = Task(executorPreference: executor) {
            var output = Output(answers: answer, takings: takings.makeAsyncIterator())
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
    /// - Throws: what kept it from coming; ``RunReport/interrupted`` where the waiting task was cancelled.
    mutating func next() async throws(Failure) -> News {
        guard let answer = await iterator.next() else { throw RunReport.interrupted }
        if answer.isAwaited { taken.yield() }
        return try answer.news.get()
    }

    /// Ends the feed with a failure, whatever is on its way.
    var ending: @Sendable (Failure) -> Void {
        { [answers, fetching] failure in
            answers.yield(Answer(news: .failure(failure)))
            fetching.cancel()
        }
    }

    func cancel() { fetching.cancel() }
}
