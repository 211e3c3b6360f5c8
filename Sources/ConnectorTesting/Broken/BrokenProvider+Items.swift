import ConnectorKit
import Synchronization

extension BrokenProvider {
    /// Wrong in what it makes of items.
    static let items: [BrokenProvider] = [fragile, restamping, blind]

    private static let fragile = BrokenProvider(
        breaks: "malformed-item", flaw: "gives up the whole page for one item without an id"
    ).answering { request, connection throws(Failure) in
        let answer = try await SampleProvider().page(request, of: connection)
        if case .page(let page) = answer, let refused = page.refused.first {
            throw .contract("an item is wrong: \(refused.reason)")
        }
        return answer
    }

    private static let restamping = BrokenProvider(
        breaks: "second-run", flaw: "gives an item another digest each time"
    ).changing { [count = Counter()] page, _ in
        page.items = page.items.map { RawItem(id: $0.id, digest: count.next(), bytes: $0.bytes) }
    }

    private static let blind = BrokenProvider(
        breaks: "change", flaw: "makes the digest of the id alone"
    ).changing { page, _ in
        page.items = page.items.map { RawItem(id: $0.id, digest: UInt64($0.id) ?? 0, bytes: $0.bytes) }
    }

    private final class Counter: Sendable {
        private let count = Mutex<UInt64>(0)
        func next() -> UInt64 {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }
}
