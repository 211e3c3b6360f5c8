import ConnectorKit
import Runtime
import Store

/// The pages of a listing that are being fetched, and the one that is being written.
struct ListingPipeline {
    private let reader: ListingReader
    private let executor: any TaskExecutor
    private let watchdog: Watchdog
    private var watch: Int
    private var feed: Feed<[CatalogAnswer]>
    private var arrived: ArraySlice<CatalogAnswer> = []
    var writer: PageWriter

    init(
        reader: ListingReader, executor: any TaskExecutor, requests: PageRequests, store: LeasedStore,
        watchdog: Watchdog
    ) {
        self.reader = reader
        self.executor = executor
        self.watchdog = watchdog
        feed = Feed(reader, requests, on: executor)
        watch = watchdog.onEnd(feed.ending)
        writer = PageWriter(store)
    }

    /// Waits for the next answer.
    mutating func next() async throws(Failure) -> CatalogAnswer {
        while true {
            if let answer = arrived.popFirst() { return answer }
            arrived = try await feed.next()[...]
        }
    }

    /// Begins the listing again.
    mutating func restart(_ requests: PageRequests) {
        cancel()
        arrived = []
        feed = Feed(reader, requests, on: executor)
        watch = watchdog.onEnd(feed.ending)
    }

    func cancel() {
        watchdog.removeHandler(watch)
        feed.cancel()
    }
}
