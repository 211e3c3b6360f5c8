import ConnectorKit
package import Foundation
package import Model
import Store

/// A file of rows to push: CSV with a header, or one JSON object a line. Which one it is its first sign tells.
///
/// Read in pieces: a file of any size takes the memory of one piece and one row.
package struct PushFile {
    private enum Form {
        case csv(CSVReader, PushHeader?)
        case lines(LineReader)
    }

    private static let piece = 1 << 16

    private let kind: PushKind
    private let now: Date
    private let handle: FileHandle
    private var form: Form?

    /// - Parameter now: what `tomorrow` is counted from, for the dates of completions.
    /// - Throws: ``PushFileProblem`` where the file cannot be opened.
    package init(_ file: URL, of kind: PushKind, now: Date) throws(PushFileProblem) {
        guard let handle = try? FileHandle(forReadingFrom: file) else {
            throw PushFileProblem("the file is not there, or cannot be read")
        }
        self.kind = kind
        self.now = now
        self.handle = handle
    }

    /// The next rows, in their order; nil at the end of the file.
    ///
    /// - Throws: ``PushFileProblem`` where the whole file is none to push: no header, a wrong one, no UTF-8.
    package mutating func next() throws(PushFileProblem) -> [PushRow]? {
        let read: Data?
        do { read = try handle.read(upToCount: Self.piece) } catch {
            throw PushFileProblem("the file cannot be read to its end: \(error.localizedDescription)")
        }
        var bytes = [UInt8](read ?? Data())
        if form == nil { form = try Self.form(&bytes) }
        return bytes.isEmpty && (read ?? Data()).isEmpty ? try last() : try take(bytes)
    }

    /// What the first bytes say it is; a byte order mark is left out.
    private static func form(_ bytes: inout [UInt8]) throws(PushFileProblem) -> Form {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw PushFileProblem("line 1: the file is UTF-16; UTF-8 was expected")
        }
        let first = bytes.first { ![32, 9, 10, 13].contains($0) }
        guard let first else { throw PushFileProblem("the file is empty; a header was expected") }
        return first == UInt8(ascii: "{")
            ? .lines(LineReader()) : .csv(CSVReader(delimiter: CSVReader.delimiter(of: bytes)), nil)
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

    private mutating func last() throws(PushFileProblem) -> [PushRow]? {
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
        return rows.isEmpty ? nil : rows
    }

    private func add(
        _ record: CSVReader.Record, _ header: inout PushHeader?, to rows: inout [PushRow]
    ) throws(PushFileProblem) {
        if case .success(let cells) = record.cells, cells.allSatisfy(\.isBlank) { return }
        guard let known = header else {
            switch record.cells {
            case .success(let cells): header = try PushHeader(cells, for: kind)
            case .failure(let problem):
                throw PushFileProblem("line \(record.line): \(problem.reason)")
            }
            return
        }
        let cells = record.cells.mapError { PushFileProblem($0.reason) }.flatMap(known.cells)
        switch cells {
        case .success(let cells): rows.append(PushCells.row(cells, line: record.line, as: kind, now: now))
        case .failure(let problem):
            rows.append(PushRow(line: record.line, reference: "", content: .refused(problem.message)))
        }
    }
}
