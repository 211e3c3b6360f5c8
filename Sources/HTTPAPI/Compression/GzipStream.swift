import CZlib
import NIOCore

/// Makes gzip (RFC 1952) of bytes that come in pieces, by zlib.
///
/// Unchecked, since an answer is written by one task at a time.
final class GzipStream: @unchecked Sendable {
    /// Where most of what can be saved is saved in a third of the time of the default (our decision).
    private static let level: Int32 = 4

    /// Zlib keeps the address of its structure.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Throws: ``Failed`` if there is no memory for it.
    init() throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let windowOfGzip = MAX_WBITS + 16
        guard
            deflateInit2_(
                stream, Self.level, Z_DEFLATED, windowOfGzip, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            throw Failed()
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    struct Failed: Error {}

    /// The compressed bytes that are ready after a piece; all of them after the last one.
    func compressed(_ piece: ByteBuffer, isLast: Bool) throws -> ByteBuffer {
        var output = ByteBuffer()
        var input = Array(piece.readableBytesView)
        try input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var isMore = true
            while isMore {
                try output.writeWithUnsafeMutableBytes(minimumWritableBytes: 16_384) { space in
                    stream.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
                    stream.pointee.avail_out = UInt32(space.count)
                    let result = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else {
                        throw Failed()
                    }
                    // Room that is left means that nothing more is ready.
                    isMore = stream.pointee.avail_out == 0
                    return space.count - Int(stream.pointee.avail_out)
                }
            }
        }
        return output
    }
}
