import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses the body of an answer while it is written.
struct GzipWriter: ResponseBodyWriter {
    private var parent: any ResponseBodyWriter
    private let stream: GzipStream

    init(_ parent: any ResponseBodyWriter, _ stream: GzipStream) {
        self.parent = parent
        self.stream = stream
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        let compressed = try stream.compressed(buffer, isLast: false)
        if compressed.readableBytes > 0 { try await parent.write(compressed) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.write(try stream.compressed(ByteBuffer(), isLast: true))
        try await parent.finish(trailingHeaders)
    }
}
