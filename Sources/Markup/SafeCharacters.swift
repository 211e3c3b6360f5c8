/// Appends UTF-8 without what no text should hold: control characters other than tab and line feed, and the code
/// points U+FFFE and U+FFFF, which XML rules out. Carriage returns become line feeds, form feeds spaces.
///
/// - Parameter escape: what stands for a byte, where it does not stand for itself.
func appendSafe(
    _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], escape: (UInt8) -> StaticString?
) {
    var start = 0
    var index = 0
    func flush(_ output: inout [UInt8]) {
        if start < index { output.append(contentsOf: bytes[start..<index]) }
    }
    while index < bytes.count {
        let byte = bytes[index]
        var length = 1
        var replacement: StaticString?
        switch byte {
        case 0x09, 0x0A: index += 1; continue
        case 0x0D: replacement = index + 1 < bytes.count && bytes[index + 1] == 0x0A ? "" : "\n"
        case 0x0B, 0x0C: replacement = " "
        case ..<0x20, 0x7F: replacement = ""
        case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0: (replacement, length) = ("", 2)
        case 0xEF where index + 2 < bytes.count && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE:
            (replacement, length) = ("", 3)
        case ..<0x80: replacement = escape(byte)
        default: break
        }
        guard let replacement else {
            index += 1
            continue
        }
        flush(&output)
        output.append(
            contentsOf: UnsafeBufferPointer(
                start: replacement.utf8Start, count: replacement.utf8CodeUnitCount))
        index += length
        start = index
    }
    flush(&output)
}
