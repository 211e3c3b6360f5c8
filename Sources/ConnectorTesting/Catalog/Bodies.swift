import Foundation
import Synchronization

/// The bodies that came, to look for an item's bytes in.
final class Bodies: Sendable {
    private let bodies = Mutex<[Data]>([])

    func add(_ body: [UInt8]) -> [UInt8] {
        bodies.withLock { $0.append(Data(body)) }
        return body
    }

    func contain(_ bytes: Data) -> Bool {
        bodies.withLock { $0.contains { $0.range(of: bytes) != nil } }
    }
}
