import ConnectorKit

/// Reads CSV (RFC 4180) from bytes that come in pieces, record by record.
///
/// Lines may end by CRLF, LF or CR; empty lines are no records. Own code, because a record that cannot be read
/// has to be told by its physical line while the rest goes on, in bounded memory.
struct CSVReader {
    /// A record, or why there is none.
    struct Record: Sendable, Equatable {
        /// The physical line it begins on, from 1.
        let line: Int
        let cells: Result<[[UInt8]], Problem>
    }

    enum Problem: Error, Sendable, Equatable {
        /// Something follows a closing quote that is neither a delimiter nor the end of the line.
        case textAfterQuote
        /// The file ends within quotes.
        case openQuote
        /// The record is larger than ``limit``: most likely a quote that is never closed.
        case tooLarge
    }

    /// Bytes of one record; 1 MiB is our decision.
    static let limit = 1 << 20

    private let delimiter: UInt8

    /// - Parameter line: the line that the bytes begin on.
    init(delimiter: UInt8 = UInt8(ascii: ","), line: Int = 1) {
        self.delimiter = delimiter
        self.line = line
        began = line
    }

    /// What a first line such as `sep=;` says, which spreadsheets write and read: the delimiter, and the length of the
    /// line with its end. Nil if there is no such line.
    ///
    /// - Throws: ``PushFileProblem`` if it says another delimiter.
    static func statedDelimiter(of bytes: [UInt8]) throws(PushFileProblem) -> (delimiter: UInt8, length: Int)?
    {
        guard let end = bytes.firstIndex(where: { $0 == 10 || $0 == 13 }) else { return nil }
        let line = bytes[..<end].filter { $0 != UInt8(ascii: "\"") }
        guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=" else {
            return nil
        }
        guard ",;\t".utf8.contains(line[4]) else {
            throw PushFileProblem(
                "line 1: sep= says another delimiter; a comma, a semicolon or a tab was expected")
        }
        let isPair = bytes[end] == 13 && bytes.indices.contains(end + 1) && bytes[end + 1] == 10
        return (line[4], end + (isPair ? 2 : 1))
    }

    /// The delimiter of a file that begins with these bytes: the comma, semicolon or tab that its header has most
    /// of outside quotes.
    static func delimiter(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes.drop(while: { $0 == 10 || $0 == 13 }) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 10 || byte == 13 { break }
            counts[byte, default: 0] += 1
        }
        // Of equal counts the first.
        return ",;\t".utf8.reduce(UInt8(ascii: ",")) {
            counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0
        }
    }

    private enum State { case start, plain, quoted, afterQuote, skipping }

    private var state = State.start
    private var line: Int
    private var began: Int
    private var cells: [[UInt8]] = []
    private var cell: [UInt8] = []
    private var size = 0
    private var problem: Problem?
    private var afterReturn = false
    private var hasContent = false

    /// Reads bytes, and reports the records that end in them.
    mutating func read(_ bytes: some Sequence<UInt8>, _ report: (Record) throws -> Void) rethrows {
        for byte in bytes {
            let isEnd = byte == 10 || byte == 13
            // LF after CR is the same end.
            if byte == 10, afterReturn {
                afterReturn = false
                if state == .quoted { cell.append(byte) }
                continue
            }
            afterReturn = byte == 13
            if isEnd { line += 1 }
            size += 1
            if size > Self.limit, state != .skipping {
                problem = .tooLarge
                state = .skipping
                cell = []
                cells = []
            }
            if isEnd, state != .quoted {
                if let record = endRecord() { try report(record) }
            } else {
                read(byte)
            }
        }
    }

    /// The record that the file ends with, if any.
    mutating func end() -> Record? {
        if state == .quoted { problem = .openQuote }
        return endRecord()
    }

    private mutating func read(_ byte: UInt8) {
        hasContent = true
        switch (state, byte) {
        case (.skipping, _): break
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (.quoted, UInt8(ascii: "\"")): state = .afterQuote
        case (.afterQuote, UInt8(ascii: "\"")):
            cell.append(byte)
            state = .quoted
        case (.quoted, _): cell.append(byte)
        case (_, delimiter):
            cells.append(cell)
            cell = []
            state = .start
        case (.afterQuote, _):
            problem = .textAfterQuote
            state = .skipping
        default:
            cell.append(byte)
            state = .plain
        }
    }

    /// What ends here; nil if the line was empty.
    private mutating func endRecord() -> Record? {
        defer {
            state = .start
            began = line
            cells = []
            cell = []
            size = 0
            problem = nil
            hasContent = false
        }
        guard hasContent else { return nil }
        if let problem { return Record(line: began, cells: .failure(problem)) }
        return Record(line: began, cells: .success(cells + [cell]))
    }
}

extension CSVReader.Problem {
    /// As it follows the place in a message.
    var reason: String {
        switch self {
        case .textAfterQuote:
            "text follows a closing quote; a delimiter was expected (a quote within is doubled)"
        case .openQuote: "a quote is never closed"
        case .tooLarge: "the row is larger than 1 MiB; is a quote never closed?"
        }
    }
}
