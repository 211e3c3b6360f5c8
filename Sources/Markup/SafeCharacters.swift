/// Appends UTF-8 without control characters other than tab and line feed, and without U+FFFE and U+FFFF,
/// which XML forbids. Carriage returns become line feeds, form feeds become spaces.
func appendSafe(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var start = 0
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        var length = 1
        var replacement: UInt8?
        switch byte {
        case 0x20..<0x7F, 0x09, 0x0A, 0x80..<0xC2, 0xC3..<0xEF, 0xF0...:
            index += 1
            continue
        case 0x0D: replacement = next == 0x0A ? nil : 0x0A
        case 0x0B, 0x0C: replacement = 0x20
        case 0xC2 where next < 0xA0:
            length = 2
        case 0xEF where next == 0xBF && index + 2 < bytes.count && bytes[index + 2] >= 0xBE:
            length = 3
        case 0xC2, 0xEF:
            index += 1
            continue
        default: break
        }
        output.append(contentsOf: bytes[start..<index])
        if let replacement { output.append(replacement) }
        index += length
        start = index
    }
    output.append(contentsOf: bytes[min(start, bytes.count)...])
}

/// Appends UTF-8 as HTML text.
func appendEscaped(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
    var rest = bytes[...]
    while let special = rest.firstIndex(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) {
        output.append(contentsOf: rest[..<special])
        switch rest[special] {
        case UInt8(ascii: "&"): output += "&amp;".utf8
        case UInt8(ascii: "<"): output += "&lt;".utf8
        default: output += "&gt;".utf8
        }
        rest = rest[rest.index(after: special)...]
    }
    output.append(contentsOf: rest)
}
