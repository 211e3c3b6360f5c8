import Foundation
package import Hummingbird
package import NIOCore

extension ResponseBody {
    /// A body that breaks off half-way, and its connection with it, after the whole length was announced.
    package static func cutOff(_ whole: ByteBuffer) -> ResponseBody {
        ResponseBody(contentLength: whole.readableBytes) { writer in
            if let half = whole.getSlice(at: whole.readerIndex, length: whole.readableBytes / 2) {
                try await writer.write(half)
            }
            throw CutOff()
        }
    }
}

extension Channel {
    /// Closes with nothing sent and nothing waited for, which the other side sees as a reset.
    package func reset() async throws {
        if let socket = self as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await close()
    }
}

/// Ends a connection in the middle of a body.
private struct CutOff: Error {}
