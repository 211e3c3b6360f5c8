import ConnectorKit
import Store

extension Feed<CatalogAnswer> {
    /// The pages of a listing.
    ///
    /// A page that has to be read is followed by the next once the reader has taken it; unchanged pages follow
    /// each other at once.
    init(_ reader: ListingReader, _ requests: PageRequests, on executor: any TaskExecutor) {
        self.init(on: executor) { output throws(Failure) in
            var requests = requests
            var request = requests.first
            while !Task.isCancelled {
                let answer = try await reader.page(request)
                let next: Checkpoint?
                switch answer {
                case .checkpointRefused: next = nil
                case .unchanged(_, let after, _): next = after
                case .page(let page): next = page.isLast ? nil : page.next
                }
                if next != nil, case .page = answer {
                    guard await output.handOn(answer) else { return }
                } else {
                    output.tell(answer)
                }
                guard let next else { return }
                request = requests.next(after: next)
            }
        }
    }
}
