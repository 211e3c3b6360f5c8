package import ConnectorKit

/// The requests of a listing, one after the other.
package struct PageRequests: Sendable {
    /// The one to begin with.
    package let first: PageRequest
    private let memory: PageMemory
    private var page: Int

    init(first: PageRequest, memory: PageMemory, page: Int) {
        self.first = first
        self.memory = memory
        self.page = page
    }

    /// The request for the page after the one that was asked for last.
    package mutating func next(after checkpoint: Checkpoint) -> PageRequest {
        page += 1
        return PageRequest(after: checkpoint, memo: memory.memo(of: page))
    }
}
