import ConnectorKit
import Foundation
import Host
import Model

/// The shape of a JSON value: checks what callers send and generates the schema in the API's description.
indirect enum Shape: Sendable {
    case text(minimum: Int = 0, maximum: Int = 10_000)
    case choice([String])
    case time
    case integer(ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991)
    case number
    case boolean
    case list(Shape, maximum: Int? = nil)
    case object([Field])
    /// An object with any keys, such as a provider's settings; at most ``mostMembers``.
    case map(Shape)
    case nullable(Shape)
    case anything
    /// One value, or a list of at most `maximum` values.
    case oneOrMany(Shape, maximum: Int)
    /// An object that is described by this shape and checked elsewhere, item by item.
    case described(Shape)
    /// A shape of ``Components``.
    case named(String)

    struct Field: Sendable {
        let name: String
        let shape: Shape
        var isRequired = true
        var help: String?

        init(_ name: String, _ shape: Shape, required: Bool = true, _ help: String? = nil) {
            self.name = name
            self.shape = shape
            isRequired = required
            self.help = help
        }
    }

    /// The shape as JSON Schema 2020-12.
    var schema: Record {
        switch self {
        case .text(let minimum, let maximum):
            return Record(
                [("type", .text("string"))] + (minimum > 0 ? [("minLength", .integer(minimum))] : [])
                    + [("maxLength", .integer(maximum))])
        case .choice(let values): return Record([("type", .text("string")), ("enum", .texts(values))])
        case .time: return Record([("type", .text("string")), ("format", .text("date-time"))])
        case .integer(let range):
            return Record([
                ("type", .text("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ])
        case .number: return Record([("type", .text("number"))])
        case .boolean: return Record([("type", .text("boolean"))])
        case .list(let element, let maximum):
            return Record(
                [("type", .text("array")), ("items", .object(element.schema))]
                    + (maximum.map { [("maxItems", .integer($0))] } ?? []))
        case .object(let fields):
            let properties = fields.map { field in
                var schema = field.shape.schema.members.map { ($0.name, $0.value) }
                if let help = field.help { schema.append(("description", .text(help))) }
                return (field.name, JSONValue.object(Record(schema)))
            }
            let required = fields.filter(\.isRequired).map(\.name)
            return Record(
                [("type", .text("object")), ("properties", .object(Record(properties)))]
                    + (required.isEmpty ? [] : [("required", .texts(required))])
                    + [("additionalProperties", .boolean(false))])
        case .map(let value):
            return Record([
                ("type", .text("object")), ("additionalProperties", .object(value.schema)),
                ("maxProperties", .integer(Self.mostMembers)),
            ])
        case .nullable(let shape):
            return Record([
                ("anyOf", .list([.object(shape.schema), .object(Record([("type", .text("null"))]))]))
            ])
        case .anything: return Record([])
        case .oneOrMany(let shape, let maximum):
            let list = Record([
                ("type", .text("array")), ("items", .object(shape.schema)), ("minItems", .integer(1)),
                ("maxItems", .integer(maximum)),
            ])
            return Record([("anyOf", .list([.object(shape.schema), .object(list)]))])
        case .described(let shape): return shape.schema
        case .named(let name): return Record([("$ref", .text("#/components/schemas/\(name)"))])
        }
    }

    private static let mostMembers = 100

    /// What varies in a path, and the name of a member: an id at most as long as a provider's.
    static let id = Shape.text(minimum: 1, maximum: ExternalID.longest)

    /// Returns what is wrong with a value; nil if it has this shape.
    ///
    /// - Parameter place: the JSON pointer of the value.
    func problem(with value: JSONValue, at place: String) -> String? {
        let name = place.isEmpty ? "the body" : place
        switch (self, value) {
        case (.text(let minimum, let maximum), .text(let text)):
            let count = text.unicodeScalars.count
            if let problem = text.forbiddenCharacter { return "\(name): \(problem)" }
            if count < minimum { return "\(name): must not be empty" }
            return count > maximum ? "\(name): is longer than \(maximum) characters" : nil
        case (.choice(let values), .text(let text)):
            return values.contains(text)
                ? nil : "\(name): one of \(values.joined(separator: ", ")) was expected"
        case (.time, .text(let text)):
            return Timestamp.date(text) == nil
                ? "\(name): a time such as 2026-11-30T08:00:00Z was expected" : nil
        case (.integer(let range), .number):
            guard let number = value.integer, range.contains(Int64(number)) else {
                return
                    "\(name): a whole number from \(range.lowerBound) to \(range.upperBound) was expected"
            }
            return nil
        case (.number, .number), (.boolean, .boolean), (.nullable, .null), (.anything, _): return nil
        case (.list(let element, let maximum), .list(let values)):
            if let maximum, values.count > maximum {
                return "\(name): \(maximum) elements at most were expected"
            }
            for (index, value) in values.enumerated() {
                if let problem = element.problem(with: value, at: "\(place)/\(index)") { return problem }
            }
            return nil
        case (.object(let fields), .object):
            let members = value.members ?? [:]
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let field = fields.first(where: { $0.name == key }) else {
                    let known = fields.map(\.name).joined(separator: ", ")
                    return "\(place)/\(key): unknown member; one of \(known) was expected"
                }
                if let problem = field.shape.problem(with: value, at: "\(place)/\(key)") { return problem }
            }
            for field in fields where field.isRequired && members[field.name] == nil {
                return "\(place)/\(field.name): is missing"
            }
            return nil
        case (.map(let shape), .object):
            let members = value.members ?? [:]
            guard members.count <= Self.mostMembers else {
                return "\(name): \(Self.mostMembers) members at most were expected"
            }
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                if let problem = Shape.id.problem(with: .text(key), at: "\(name): the name of a member") {
                    return problem
                }
                if let problem = shape.problem(with: value, at: "\(place)/\(key)") { return problem }
            }
            return nil
        case (.oneOrMany(let shape, let maximum), .list(let values)):
            guard (1...maximum).contains(values.count) else {
                return "\(name): 1 to \(maximum) items were expected"
            }
            return Shape.list(shape).problem(with: value, at: place)
        case (.oneOrMany(let shape, _), _): return shape.problem(with: value, at: place)
        case (.described, .object): return nil
        case (.nullable(let shape), _): return shape.problem(with: value, at: place)
        case (.named(let other), _): return Components.shape(other).problem(with: value, at: place)
        default: return "\(name) is \(Self.kind(of: value)); \(kind) was expected"
        }
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .text: "text"
        case .number: "a number"
        case .boolean: "true or false"
        case .list: "a list"
        case .object: "an object"
        case .null: "null"
        }
    }

    private var kind: String {
        switch self {
        case .text, .time: "text"
        case .choice(let values): "one of \(values.joined(separator: ", "))"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .list: "a list"
        case .object, .map, .named, .anything, .described: "an object"
        case .oneOrMany: "an object or a list of them"
        case .nullable(let shape): "\(shape.kind) or null"
        }
    }
}
