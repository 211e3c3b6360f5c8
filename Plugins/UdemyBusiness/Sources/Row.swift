import ConnectorKit
import Foundation

/// A row of a report, by the names of its columns.
struct Row {
    private let values: [String: SourceValue]

    /// - Throws: ``Failure/item(_:)`` if it is no object.
    init(_ document: SourceDocument, _ paths: JSONPaths) {
        values = Dictionary(zip(paths.paths, document.values.map { $0.first ?? .null })) { first, _ in first }
    }

    /// A text with more than white space.
    func text(_ name: String) throws(Failure) -> String? {
        switch values[name] ?? .null {
        case .null: return nil
        case .text(let text):
            let trimmed = text.trimmed
            return trimmed.isEmpty ? nil : trimmed
        case let other: throw .item("\(name) is \(other.kind); text was expected")
        }
    }

    /// A number, or a text.
    func id(_ name: String) throws(Failure) -> String? {
        switch values[name] ?? .null {
        case .number(let digits): return digits
        case .null, .text: return try text(name)
        case let other: throw .item("\(name) is \(other.kind); an id was expected")
        }
    }

    func number(_ name: String) throws(Failure) -> Double? {
        switch values[name] ?? .null {
        case .null: return nil
        case .number(let digits): return Double(digits)
        case let other: throw .item("\(name) is \(other.kind); a number was expected")
        }
    }

    func time(_ name: String) throws(Failure) -> Date? {
        guard let text = try text(name) else { return nil }
        guard let date = Timestamp.date(text) else {
            throw .item("\(name) is \"\(text.prefix(40))\"; an ISO 8601 time was expected")
        }
        return date
    }
}
