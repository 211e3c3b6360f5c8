import ConfigurationFiles
import ConnectorKit
package import Foundation
package import Model
import Store

extension PushRow {
    /// The row with what was given, if it is refused.
    func keeping(_ given: String?) -> PushRow {
        guard case .refused = content else { return self }
        var row = self
        row.given = given
        return row
    }
}

/// One JSON object as a row: a line of a file, or an item of a request.
package enum PushLine {
    /// - Parameters:
    ///   - bytes: nil if the line is too long.
    ///   - now: what `tomorrow` is counted from, for the dates of completions.
    package static func row(_ bytes: [UInt8]?, line: Int, as kind: PushKind, now: Date) -> PushRow {
        func refused(_ reason: String) -> PushRow {
            PushRow(line: line, reference: "", content: .refused(reason))
        }
        guard let bytes else { return refused("the line is longer than 1 MiB") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            return refused("the line \(bytes.encodingProblem)")
        }
        guard let object = try? JSONValue(bytes).members else { return refused("the line is no JSON object") }
        return row(object, line: line, as: kind, now: now).keeping(String(decoding: bytes, as: UTF8.self))
    }

    private static func row(
        _ object: [String: JSONValue], line: Int, as kind: PushKind, now: Date
    ) -> PushRow {
        let reference = kind.referenceColumns.lazy.compactMap { object[$0]?.text }.first ?? ""
        func refused(_ reason: String) -> PushRow {
            PushRow(line: line, reference: reference, content: .refused(reason))
        }
        var cells: [String: PushCells.Cell] = [:]
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard kind.columns.contains(name) else {
                let near = nearest(name, among: kind.columns).map { "; did you mean \"\($0)\"?" } ?? ""
                return refused("unknown member \"\(name)\"\(near)")
            }
            if value == .null { continue }
            guard let cell = cell(value) else {
                return refused("\(name) is neither a text, a number, true or false, nor a list of texts")
            }
            cells[name] = cell
        }
        return PushCells.row(cells, line: line, as: kind, now: now)
    }

    private static func cell(_ value: JSONValue) -> PushCells.Cell? {
        switch value {
        case .text(let text): .text(text)
        case .number, .boolean: .text(value.canonical.json)
        case .list(let elements): (value.texts ?? numbers(elements)).map { .list($0) }
        case .object, .null: nil
        }
    }

    private static func numbers(_ elements: [JSONValue]) -> [String]? {
        elements.map { $0.double == nil ? nil : $0.canonical.json } as? [String]
    }
}
