/// Makes UTF-8 of the bytes of a file, piece by piece (rule P16).
///
/// A byte order mark tells UTF-8 or UTF-16, and is left out. Without one the file is taken as UTF-8. Bytes that are not
/// UTF-8 are passed on: the row that has them is refused, and the others are not.
struct FileDecoder {
    private enum Encoding { case utf8, utf16(isBigEndian: Bool) }

    private var encoding: Encoding?
    /// The beginning of the file until it can be told what it is; then a part of a code unit, or the first of two.
    private var rest: [UInt8] = []

    /// - Throws: ``PushFileProblem`` if the file is in an encoding that is not read.
    mutating func decode(_ piece: [UInt8], isLast: Bool) throws(PushFileProblem) -> [UInt8] {
        rest += piece
        if encoding == nil {
            // A mark has 4 bytes at most; what comes through a pipe may come byte by byte.
            guard rest.count >= 64 || isLast else { return [] }
            encoding = try detect()
        }
        guard case .utf16(let isBigEndian)? = encoding else {
            defer { rest = [] }
            return rest
        }
        return utf16(isBigEndian, isLast)
    }

    private mutating func detect() throws(PushFileProblem) -> Encoding {
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
            rest.removeFirst(3)
            return .utf8
        }
        if rest.starts(with: [0xFF, 0xFE, 0, 0]) || rest.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw PushFileProblem("line 1: the file is UTF-32; \(Self.advice)")
        }
        for (mark, isBigEndian) in [([0xFF, 0xFE] as [UInt8], false), ([0xFE, 0xFF], true)]
        where rest.starts(with: mark) {
            rest.removeFirst(2)
            return .utf16(isBigEndian: isBigEndian)
        }
        // Every second byte of a header in UTF-16 is 0.
        let zeros = rest.prefix(64).enumerated().filter { $0.element == 0 }.map(\.offset)
        let most = max(zeros.count { $0 % 2 == 0 }, zeros.count { $0 % 2 == 1 })
        guard most * 4 < min(rest.count, 64) || most == 0 else {
            throw PushFileProblem(
                "line 1: the file looks like UTF-16 and has no byte order mark; \(Self.advice)")
        }
        return .utf8
    }

    /// What to choose in a spreadsheet.
    static let advice = """
        UTF-8 was expected: in Excel, save it as "CSV UTF-8 (Comma delimited)"
        """

    private mutating func utf16(_ isBigEndian: Bool, _ isLast: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(rest.count)
        func unit(_ index: Int) -> UInt32 {
            let (first, second) = (UInt32(rest[index]), UInt32(rest[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        var index = 0
        while index + 1 < rest.count {
            var value = unit(index)
            if 0xD800..<0xDC00 ~= value {
                guard index + 3 < rest.count || isLast else { break }
                if index + 3 < rest.count, case let low = unit(index + 2), 0xDC00..<0xE000 ~= low {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                    index += 2
                }
            }
            index += 2
            // Half of a pair is no character: its bytes are not UTF-8 either.
            text += Unicode.Scalar(value).map { Array(String($0).utf8) } ?? [0x81]
        }
        rest.removeFirst(index)
        if isLast, !rest.isEmpty { text.append(0x81) }
        return text
    }
}

extension [UInt8] {
    /// Why a text that is not UTF-8 is refused, as it follows its name.
    var encodingProblem: String {
        // Bytes without a character in windows-1252.
        let isLatin = !contains { [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }
        return "is not UTF-8\(isLatin ? ", and looks like windows-1252" : ""); " + FileDecoder.advice
    }
}
