import ConnectorKit
import Store

extension Feed<[CatalogAnswer]> {
    /// The pages of a listing.
    ///
    /// A page that has to be read is followed by the next once the reader has taken it; unchanged pages follow
    /// each other at once, and are told of together while they come fast, so that the reader is not woken for each.
    init(_ reader: ListingReader, _ requests: PageRequests, on executor: any TaskExecutor) {
        self.init(on: executor) { output throws(Failure) in
            var requests = requests
            var request = requests.first
            var unchanged: [CatalogAnswer] = []
            var sent = ContinuousClock.now
            while !Task.isCancelled {
                let answer: CatalogAnswer
                do throws(Failure) { answer = try await reader.page(request) } catch {
                    output.send(unchanged)
                    throw error
                }
                let next: Checkpoint?
                switch answer {
                case .checkpointRefused: next = nil
                case .unchanged(_, let after, _): next = after
                case .page(let page): next = page.isLast ? nil : page.next
                }
                if next != nil, case .page = answer {
                    guard await output.sendAndWait(unchanged + [answer]) else { return }
                    unchanged = []
                } else {
                    unchanged.append(answer)
                    if next == nil || ContinuousClock.now - sent > .milliseconds(10) {
                        output.send(unchanged)
                        unchanged = []
                        sent = .now
                    }
                }
                guard let next else { return }
                request = requests.next(after: next)
            }
        }
    }
}
