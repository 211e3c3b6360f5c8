import ConnectorKit

/// A page on its way while the one before it is worked on.
struct Fetch: Sendable {
    private let task: Task<Result<CatalogAnswer, Failure>, Never>

    init(_ reader: ListingReader, _ request: PageRequest, patience: Duration) {
        task = Task {
            do throws(Failure) {
                return .success(try await reader.page(request, patience: patience))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for the page; cancelling the waiting task cancels the request.
    func answer() async throws(Failure) -> CatalogAnswer {
        let task = task
        return try await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }.get()
    }

    func cancel() { task.cancel() }
}

/// How long it is since something came.
struct Stopwatch {
    private let clock: any Clock<Duration>
    private var mark: any ElapsedTime

    init(_ clock: any Clock<Duration>) {
        self.clock = clock
        mark = Self.start(clock)
    }

    mutating func progressed() { mark = Self.start(clock) }

    var sinceProgress: Duration { mark.elapsed }

    private static func start(_ clock: some Clock<Duration>) -> any ElapsedTime {
        Mark(clock: clock, from: clock.now)
    }

    private protocol ElapsedTime { var elapsed: Duration { get } }

    private struct Mark<C: Clock>: ElapsedTime where C.Duration == Duration {
        let clock: C
        let from: C.Instant
        var elapsed: Duration { from.duration(to: clock.now) }
    }
}
