import ConnectorKit
import Store

/// The pages that are on their way, and the one that is being written.
struct PagesAtWork {
    private let reader: ListingReader
    private let executor: any TaskExecutor
    private let watchdog: Watchdog
    private var watch: Int
    var feed: Feed<CatalogAnswer>
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

    /// Begins the listing again.
    mutating func begin(_ requests: PageRequests) {
        cancel()
        feed = Feed(reader, requests, on: executor)
        watch = watchdog.tell(feed.ending)
    }

    func cancel() {
        watchdog.forget(watch)
        feed.cancel()
    }
}
