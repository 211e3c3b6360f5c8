import ConnectorKit
package import Foundation
package import Model
import Store

/// A file of rows to push: CSV with a header, or one JSON object a line. Which one it is its first character shows.
///
/// Read in pieces: a file of any size takes the memory of one piece and one row.
package struct PushFile {
    private enum Source {
        case file(FileHandle)
        case bytes(ArraySlice<UInt8>)
    }

    private enum Form {
        case csv(CSVReader, PushHeader?)
        case lines(LineReader)
    }

    private static let piece = 1 << 16

    private let kind: PushKind
    private let now: Date
    private var source: Source
    private var decoder = FileDecoder()
    private var form: Form?
    private var isRead = false

    /// - Parameter now: what `tomorrow` is counted from, for the dates of completions.
    /// - Throws: ``PushFileProblem`` if the file cannot be opened.
    package init(_ file: URL, of kind: PushKind, now: Date) throws(PushFileProblem) {
        guard let handle = try? FileHandle(forReadingFrom: file) else {
            throw PushFileProblem("the file is not there, or cannot be read")
        }
        self.init(.file(handle), of: kind, now: now)
    }

    /// - Parameter bytes: the whole file, as it was uploaded.
    package init(_ bytes: [UInt8], of kind: PushKind, now: Date) {
        self.init(.bytes(bytes[...]), of: kind, now: now)
    }

    private init(_ source: Source, of kind: PushKind, now: Date) {
        self.source = source
        self.kind = kind
        self.now = now
    }

    /// The text of an uploaded file, to be shown and sent again.
    ///
    /// - Throws: ``PushFileProblem`` if it is in an encoding that is not read, or holds what a page cannot keep.
    package static func text(_ bytes: [UInt8]) throws(PushFileProblem) -> String {
        var decoder = FileDecoder()
        let bytes = try decoder.decode(bytes, isLast: true)
        for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            guard let text = String(validating: line, as: UTF8.self) else {
                throw PushFileProblem("line \(index + 1): the file \(Array(line).encodingProblem)")
            }
            if let nul = text.unicodeScalars.firstIndex(of: "\0") {
                let column = text.unicodeScalars.distance(from: text.startIndex, to: nul) + 1
                throw PushFileProblem("line \(index + 1), column \(column): a NUL character cannot be pushed")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The next rows, in their order; nil at the end of the file.
    ///
    /// - Throws: ``PushFileProblem`` if the whole file is none to push: no header, a wrong one, another encoding.
    package mutating func next() throws(PushFileProblem) -> [PushRow]? {
        guard !isRead else { return nil }
        while true {
            let piece = try read()
            isRead = piece.isEmpty
            var bytes = try decoder.decode(piece, isLast: isRead)
            if form == nil, !bytes.isEmpty || isRead { form = try Self.form(&bytes) }
            if isRead { return try take(bytes) + last() }
            if !bytes.isEmpty { return try take(bytes) }
        }
    }

    /// The next bytes; empty at the end.
    private mutating func read() throws(PushFileProblem) -> [UInt8] {
        switch source {
        case .file(let handle):
            do { return [UInt8](try handle.read(upToCount: Self.piece) ?? Data()) } catch {
                throw PushFileProblem("the file cannot be read to its end: \(error.localizedDescription)")
            }
        case .bytes(let bytes):
            source = .bytes(bytes.dropFirst(Self.piece))
            return Array(bytes.prefix(Self.piece))
        }
    }

    /// What the first bytes say it is.
    private static func form(_ bytes: inout [UInt8]) throws(PushFileProblem) -> Form {
        let first = bytes.first { ![32, 9, 10, 13].contains($0) }
        guard let first else { throw PushFileProblem("the file is empty; a header was expected") }
        if first == UInt8(ascii: "{") { return .lines(LineReader()) }
        if let stated = try CSVReader.statedDelimiter(of: bytes) {
            bytes.removeFirst(stated.length)
            return .csv(CSVReader(delimiter: stated.delimiter, line: 2), nil)
        }
        return .csv(CSVReader(delimiter: CSVReader.delimiter(of: bytes)), nil)
    }

    private mutating func take(_ bytes: [UInt8]) throws(PushFileProblem) -> [PushRow] {
        var rows: [PushRow] = []
        switch form {
        case .csv(var reader, var header)?:
            // The reader is moved out and in again, so that its buffers are not copied.
            form = nil
            var records: [CSVReader.Record] = []
            reader.read(bytes) { records.append($0) }
            for record in records { try add(record, &header, to: &rows) }
            form = .csv(reader, header)
        case .lines(var reader)?:
            form = nil
            let (kind, now) = (kind, now)
            reader.read(bytes) { rows.append(PushLine.row($1, line: $0, as: kind, now: now)) }
            form = .lines(reader)
        case nil: break
        }
        return rows
    }

    /// The rows that the file ends with.
    private mutating func last() throws(PushFileProblem) -> [PushRow] {
        var rows: [PushRow] = []
        switch form {
        case .csv(var reader, var header)?:
            if let record = reader.end() { try add(record, &header, to: &rows) }
            guard header != nil else { throw PushFileProblem("the file is empty; a header was expected") }
            form = .csv(reader, header)
        case .lines(var reader)?:
            let (kind, now) = (kind, now)
            reader.end { rows.append(PushLine.row($1, line: $0, as: kind, now: now)) }
            form = .lines(reader)
        case nil: break
        }
        return rows
    }

    private func add(
        _ record: CSVReader.Record, _ header: inout PushHeader?, to rows: inout [PushRow]
    ) throws(PushFileProblem) {
        if case .success(let cells) = record.cells, cells.allSatisfy(\.isBlank) { return }
        guard let known = header else {
            switch record.cells {
            case .success(let cells): header = try PushHeader(cells, for: kind, line: record.line)
            case .failure(let problem):
                throw PushFileProblem("line \(record.line): \(problem.reason)")
            }
            return
        }
        let given = record.cells.map(known.given)
        let cells = record.cells.mapError { PushFileProblem($0.reason) }.flatMap(known.cells)
        switch cells {
        case .success(let cells):
            rows.append(
                PushCells.row(cells, line: record.line, as: kind, now: now).keeping(try? given.get()))
        case .failure(let problem):
            rows.append(
                PushRow(line: record.line, reference: "", content: .refused(problem.message))
                    .keeping(try? given.get()))
        }
    }
}
