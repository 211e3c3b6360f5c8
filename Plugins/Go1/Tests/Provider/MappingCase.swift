import ConnectorKit
import Testing

@testable import Go1

/// A row of a mapping table: the JSON at a field's source, or nil if it is missing, and the result.
struct MappingCase: Sendable, CustomTestStringConvertible {
    let field: CourseField
    let path: String
    let json: String?
    /// The field's value, or the message with which the item is refused.
    let expected: String

    init(_ field: CourseField, _ path: String, _ json: String?, _ expected: String) {
        self.field = field
        self.path = path
        self.json = json
        self.expected = expected
    }

    var testDescription: String { "\(field.rawValue): \(path) = \(json ?? "missing")" }

    func outcome(_ generation: Generation) throws -> String {
        do {
            return try generation.map(path, json).shown(field)
        } catch let failure as Failure {
            guard case .item(let reason) = failure else { throw failure }
            return reason
        }
    }
}
