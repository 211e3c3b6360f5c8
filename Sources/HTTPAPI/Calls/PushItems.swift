import ConnectorKit
import Foundation
import Model
import Push

/// The items of a call that pushes: one, or a list. They are read one by one, so that a body of any length takes the
/// memory of its bytes and of what is pushed.
struct PushItems: Sendable {
    private let bytes: [UInt8]
    private let elements: JSONElements
    /// Why the body is refused as a whole; nil if its items are judged one by one.
    let problem: String?

    /// - Parameters:
    ///   - shape: that of an item.
    ///   - maximum: the most items; the one after them ends the reading.
    /// - Throws: `JSONFault` if the bytes are not JSON.
    init(_ bytes: [UInt8], of shape: Shape, maximum: Int) throws(JSONFault) {
        self.bytes = bytes
        elements = try JSONElements(bytes, limit: maximum)
        guard !elements.isCut, !elements.ranges.isEmpty else {
            problem = "the body: 1 to \(maximum) items were expected"
            return
        }
        problem = Self.problem(of: bytes, elements, shape)
    }

    private static func problem(of bytes: [UInt8], _ elements: JSONElements, _ shape: Shape) -> String? {
        for (index, range) in elements.ranges.enumerated() {
            // Only the kind of an item matters here, and its first byte tells it.
            let value: JSONValue =
                switch bytes[range.lowerBound] {
                case UInt8(ascii: "{"): .object([:])
                case UInt8(ascii: "["): .list([])
                case UInt8(ascii: "\""): .text("")
                case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean(true)
                case UInt8(ascii: "n"): .null
                default: .integer(0)
                }
            if let problem = shape.problem(with: value, at: elements.isList ? "/\(index)" : "") {
                return problem
            }
        }
        return nil
    }

    /// The items as rows; a mistake in one refuses that one alone.
    func rows(of kind: PushKind, now: Date) -> [PushRow] {
        elements.ranges.enumerated().map { index, range in
            let item = range.count > 1 << 20 ? nil : Array(bytes[range])
            return PushLine.row(item, line: index + 1, as: kind, now: now)
        }
    }

    /// Reports each item in the one spelling that equal items have.
    func forEachCanonical(_ report: (String) -> Void) {
        for range in elements.ranges {
            if let item = try? JSONValue(Array(bytes[range])) { report(item.canonical.json + "\n") }
        }
    }
}
