import Foundation
import Synchronization

/// The bodies that came, to look for an item's bytes in.
final class Bodies: Sendable {
    private let bodies = Mutex<[Data]>([])

    func add(_ body: [UInt8]) -> [UInt8] {
        bodies.withLock { $0.append(Data(body)) }
        return body
    }

    func first(holding bytes: Data) -> Data? {
        bodies.withLock { $0.first { $0.range(of: bytes) != nil } }
    }
}
