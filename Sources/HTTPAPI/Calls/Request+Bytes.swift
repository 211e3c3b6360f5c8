import HTTPTypes
package import Hummingbird
import NIOCore

extension Request {
    /// The body.
    ///
    /// - Parameter kind: what it is called where it is too long, such as `a form`.
    /// - Throws: ``Problem`` where it is longer than any call may be.
    package func bytes(of kind: String) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            bytes += chunk.readableBytesView
            guard bytes.count <= APIRoutes.bodyBytes else {
                throw Problem(
                    status: .contentTooLarge, detail: "\(kind) may have \(APIRoutes.bodyBytes >> 20) MiB")
            }
        }
        return bytes
    }
}
