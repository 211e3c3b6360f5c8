import ConfigurationFiles
import ConnectorKit
import Foundation
import Model

/// The header of a CSV file, checked.
package struct PushHeader {
    /// Empty for a column without a name, which a spreadsheet leaves behind; its cells have to be empty.
    let columns: [String]

    /// The column of files of failed rows that is not pushed: why each of them failed (rule P17).
    package static let reason = "reason"

    /// - Throws: ``PushFileProblem`` with everything that is wrong with it.
    init(_ cells: [[UInt8]], for kind: PushKind, line: Int) throws(PushFileProblem) {
        var names: [String] = []
        for cell in cells {
            guard let name = String(validating: cell, as: UTF8.self) else {
                throw PushFileProblem("line \(line): the header \(cell.encodingProblem)")
            }
            names.append(name.trimmingCharacters(in: .whitespaces).lowercased())
        }
        var problems: [String] = []
        for name in Set(names.filter { !$0.isEmpty && $0 != Self.reason && !kind.columns.contains($0) })
            .sorted()
        {
            let near = nearest(name, among: kind.columns).map { "; did you mean \"\($0)\"?" } ?? ""
            problems.append("unknown column \"\(name)\"\(near)")
        }
        for name in Set(names).sorted() where !name.isEmpty && names.count(where: { $0 == name }) > 1 {
            problems.append("the column \"\(name)\" stands there twice")
        }
        for wanted in kind.required(with: names) where Set(wanted).isDisjoint(with: names) {
            problems.append("the column \"\(wanted[0])\" is missing")
        }
        guard problems.isEmpty else {
            throw PushFileProblem("line \(line): \(problems.joined(separator: "; "))")
        }
        columns = Array(names[...(names.lastIndex { !$0.isEmpty } ?? 0)])
    }

    /// A record as it was given, for whoever mends it: an object by columns as JSON.
    func given(_ record: [[UInt8]]) -> String {
        let cells = zip(columns, record).filter { !$0.0.isEmpty && $0.0 != Self.reason }
        return JSONObject(cells.map { ($0, .text(String(decoding: $1, as: UTF8.self))) }).json
    }

    /// The cells of a record by column, or what is wrong with it.
    func cells(_ record: [[UInt8]]) -> Result<[String: PushCells.Cell], PushFileProblem> {
        let blank = record.dropFirst(columns.count)
        guard record.count >= columns.count, blank.allSatisfy(\.isBlank) else {
            return .failure(
                PushFileProblem(
                    "the row has \(record.count) cell\(record.count == 1 ? "" : "s"); "
                        + "\(columns.count) were expected, as in the header"))
        }
        var cells: [String: PushCells.Cell] = [:]
        for (column, bytes) in zip(columns, record) {
            if column.isEmpty && bytes.isBlank || column == Self.reason { continue }
            if column.isEmpty { return .failure(PushFileProblem("a cell has no name in the header")) }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .failure(PushFileProblem("\(column) \(bytes.encodingProblem)"))
            }
            cells[column] = .text(text)
        }
        return .success(cells)
    }
}

extension [UInt8] {
    /// Whether a cell holds nothing but spaces.
    var isBlank: Bool { allSatisfy { $0 == 32 || $0 == 9 || $0 == 13 || $0 == 10 } }
}

/// Why a file, or a row of it, cannot be read.
package struct PushFileProblem: Error, Sendable, Equatable {
    package let message: String

    init(_ message: String) { self.message = message }
}
