import CZlib
import NIOCore
import Testing

/// What gzip made of a text, read by zlib.
func gunzipped(_ body: ByteBuffer) throws -> String {
    var input = Array(body.readableBytesView)
    var output = [UInt8](repeating: 0, count: 1 << 20)
    var stream = z_stream()
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output -> Int? in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            defer { inflateEnd(&stream) }
            return inflate(&stream, Z_FINISH) == Z_STREAM_END ? output.count - Int(stream.avail_out) : nil
        }
    }
    return String(decoding: output[..<(try #require(count))], as: UTF8.self)
}
