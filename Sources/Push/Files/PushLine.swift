import ConfigurationFiles
import Foundation
package import Model
import Store

/// One JSON object as a row: a line of a file, or an item of a request.
package enum PushLine {
    /// - Parameter bytes: nil where the line is too long.
    package static func row(_ bytes: [UInt8]?, line: Int, as kind: PushKind) -> PushRow {
        func refused(_ reason: String) -> PushRow {
            PushRow(line: line, reference: "", content: .refused(reason))
        }
        guard let bytes else { return refused("the line is longer than 1 MiB") }
        guard String(validating: bytes, as: UTF8.self) != nil else { return refused("the line is not UTF-8") }
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            return refused("the line is no JSON object")
        }
        return row(object, line: line, as: kind)
    }

    /// - Parameter object: as Foundation reads JSON.
    static func row(_ object: [String: Any], line: Int, as kind: PushKind) -> PushRow {
        let reference = kind.referenceColumns.lazy.compactMap { object[$0] as? String }.first ?? ""
        func refused(_ reason: String) -> PushRow {
            PushRow(line: line, reference: reference, content: .refused(reason))
        }
        var cells: [String: PushCells.Cell] = [:]
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard kind.columns.contains(name) else {
                let near = nearest(name, among: kind.columns).map { "; did you mean \"\($0)\"?" } ?? ""
                return refused("unknown member \"\(name)\"\(near)")
            }
            if value is NSNull { continue }
            guard let cell = cell(value) else {
                return refused("\(name) is neither a text, a number, true or false, nor a list of texts")
            }
            cells[name] = cell
        }
        return PushCells.row(cells, line: line, as: kind)
    }

    private static func cell(_ value: Any) -> PushCells.Cell? {
        switch value {
        case let text as String: .text(text)
        case let number as NSNumber:
            ["c", "B"].contains(String(cString: number.objCType))
                ? .text(number.boolValue ? "true" : "false") : .text(number.stringValue)
        case let texts as [String]: .list(texts)
        case let list as [Any]:
            list.allSatisfy { $0 is NSNumber }
                ? .list(list.compactMap { ($0 as? NSNumber)?.stringValue }) : nil
        default: nil
        }
    }
}
