/// Reads lines from bytes that come in pieces.
struct LineReader {
    private var line = 1
    private var bytes: [UInt8] = []
    private var isTooLong = false

    /// Reads bytes, and reports the lines that end in them: their number from 1, and nil if one is too long.
    mutating func read(_ piece: some Sequence<UInt8>, _ report: (Int, [UInt8]?) throws -> Void) rethrows {
        for byte in piece {
            guard byte == 10 else {
                if bytes.count < CSVReader.limit { bytes.append(byte) } else { isTooLong = true }
                continue
            }
            try end(report)
            line += 1
        }
    }

    /// Reports the last line, if it is not empty.
    mutating func end(_ report: (Int, [UInt8]?) throws -> Void) rethrows {
        if bytes.last == 13 { bytes.removeLast() }
        if isTooLong {
            try report(line, nil)
        } else if bytes.contains(where: { $0 != 32 && $0 != 9 }) {
            try report(line, bytes)
        }
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
    }
}
