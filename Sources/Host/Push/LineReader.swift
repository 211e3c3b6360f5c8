/// Reads lines from bytes that come in pieces.
struct LineReader {
    private var line = 1
    private var bytes: [UInt8] = []
    private var isTooLong = false

    /// Takes bytes, and tells the lines that end in them: their number from 1, and nil where one is too long.
    mutating func take(_ piece: some Sequence<UInt8>, _ tell: (Int, [UInt8]?) throws -> Void) rethrows {
        for byte in piece {
            guard byte == 10 else {
                if bytes.count < CSVReader.limit { bytes.append(byte) } else { isTooLong = true }
                continue
            }
            try end(tell)
            line += 1
        }
    }

    /// Tells the last line, where it is not empty.
    mutating func end(_ tell: (Int, [UInt8]?) throws -> Void) rethrows {
        if bytes.last == 13 { bytes.removeLast() }
        if isTooLong {
            try tell(line, nil)
        } else if bytes.contains(where: { $0 != 32 && $0 != 9 }) {
            try tell(line, bytes)
        }
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
    }
}
