import ConnectorKit
import Store

/// The pages of a listing, fetched one after the other, a step ahead of who reads them.
///
/// A page that has to be read is followed by the next once the reader has taken it, so that no more than one
/// lies ready; unchanged pages follow each other at once.
struct PageFeed {
    private let fetching: Task<Void, Never>
    private let taken: AsyncStream<Void>.Continuation
    private let answers: AsyncStream<Result<CatalogAnswer, Failure>>.Continuation
    private var iterator: AsyncStream<Result<CatalogAnswer, Failure>>.Iterator

    init(_ reader: ListingReader, _ requests: PageRequests, on executor: any TaskExecutor) {
        let (answers, answer) = AsyncStream.makeStream(of: Result<CatalogAnswer, Failure>.self)
        let (takings, taken) = AsyncStream.makeStream(of: Void.self)
        self.taken = taken
        self.answers = answer
        iterator = answers.makeAsyncIterator()
        fetching = Task(executorPreference: executor) {
            var requests = requests
            var request = requests.first
            var takings = takings.makeAsyncIterator()
            while !Task.isCancelled {
                let next: Checkpoint?
                do throws(Failure) {
                    let page = try await reader.page(request)
                    answer.yield(.success(page))
                    switch page {
                    case .checkpointRefused: next = nil
                    case .unchanged(_, let after, _): next = after
                    case .page(let page):
                        next = page.isLast ? nil : page.next
                        if next != nil, await takings.next() == nil { return }
                    }
                } catch {
                    answer.yield(.failure(error))
                    next = nil
                }
                guard let next else { return answer.finish() }
                request = requests.next(after: next)
            }
        }
    }

    /// Waits for the next page.
    ///
    /// - Throws: what kept it from coming; ``RunReport/interrupted`` where the waiting task was cancelled.
    mutating func next() async throws(Failure) -> CatalogAnswer {
        guard let answer = await iterator.next() else { throw RunReport.interrupted }
        if case .success(.page) = answer { taken.yield() }
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
