import HTTPTypes
package import Hummingbird
import NIOCore

extension Request {
    /// Reads the body.
    ///
    /// - Parameter kind: its name in messages, such as `a form`.
    /// - Throws: ``Problem`` if it is longer than ``APIRoutes/bodyBytes``.
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
