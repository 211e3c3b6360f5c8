import ConnectorKit
import Store

/// The pages that are on their way, and the one that is being written.
struct PagesAtWork {
    private let reader: ListingReader
    private let executor: any TaskExecutor
    private let watchdog: Watchdog
    private var watch: Int
    private var feed: Feed<[CatalogAnswer]>
    private var arrived: ArraySlice<CatalogAnswer> = []
    var writing: Writing

    init(
        reader: ListingReader, executor: any TaskExecutor, requests: PageRequests, store: Store,
        watchdog: Watchdog
    ) {
        self.reader = reader
        self.executor = executor
        self.watchdog = watchdog
        feed = Feed(reader, requests, on: executor)
        watch = watchdog.tell(feed.ending)
        writing = Writing(store)
    }

    /// Waits for the next answer.
    mutating func next() async throws(Failure) -> CatalogAnswer {
        while true {
            if let answer = arrived.popFirst() { return answer }
            arrived = try await feed.next()[...]
        }
    }

    /// Begins the listing again.
    mutating func begin(_ requests: PageRequests) {
        cancel()
        arrived = []
        feed = Feed(reader, requests, on: executor)
        watch = watchdog.tell(feed.ending)
    }

    func cancel() {
        watchdog.forget(watch)
        feed.cancel()
    }
}
