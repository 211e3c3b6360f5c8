import ConnectorKit

/// What a value has to be: as much of a JSON schema as the published bodies use.
///
/// A member that the description does not name is refused ("only the expected properties with the correct
/// types", "360Learning API" in docs/rules.md).
indirect enum Shape: Sendable {
    case text(minLength: Int)
    case choice([String])
    case objectID
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case time
    /// An https URL.
    case webAddress
    case list(Shape, most: Int?)
    case object([Member])

    struct Member: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool

        static func required(_ name: String, _ shape: Shape) -> Member {
            Member(name: name, shape: shape, isRequired: true)
        }

        static func optional(_ name: String, _ shape: Shape) -> Member {
            Member(name: name, shape: shape, isRequired: false)
        }
    }

    /// What is wrong with a value and what would be right; nil where it fits.
    func problem(_ value: JSONValue, at place: String) -> String? {
        switch self {
        case .list(let shape, let most):
            guard let list = value.list else { return wrong(value, place) }
            if let most, list.count > most {
                return "\(place) has \(list.count) elements; at most \(most) were expected"
            }
            for (index, element) in list.enumerated() {
                if let problem = shape.problem(element, at: "\(place)[\(index)]") { return problem }
            }
            return nil
        case .object(let members):
            guard let found = value.members else { return wrong(value, place) }
            return Self.problem(found, members, at: place)
        default: return takes(value) ? nil : wrong(value, place)
        }
    }

    private static func problem(
        _ found: [String: JSONValue], _ members: [Member], at place: String
    ) -> String? {
        for member in members {
            let path = place.isEmpty ? member.name : "\(place).\(member.name)"
            guard let value = found[member.name] else {
                if member.isRequired { return "\(path) is missing" }
                continue
            }
            if let problem = member.shape.problem(value, at: path) { return problem }
        }
        guard found.count > members.count || found.keys.contains(where: { !names(members).contains($0) })
        else { return nil }
        let unknown = found.keys.filter { !names(members).contains($0) }.min() ?? ""
        return "\(place.isEmpty ? "" : place + ".")\(unknown) is not expected"
    }

    private static func names(_ members: [Member]) -> [String] { members.map(\.name) }

    private func takes(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.text(let length), .text(let text)): text.count >= length
        case (.choice(let choices), .text(let text)): choices.contains(text)
        case (.objectID, .text(let text)): ObjectID.isOne(text)
        case (.boolean, .boolean): true
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.number(let range), _): value.double.map(range.contains) ?? false
        case (.time, .text(let text)): Timestamp.date(text) != nil
        case (.webAddress, .text(let text)): text.hasPrefix("https://") && text.count > "https://".count
        default: false
        }
    }

    private func wrong(_ value: JSONValue, _ place: String) -> String {
        let shown =
            switch value {
            case .text(let text): "\"\(text)\""
            case .integer(let number): "\(number)"
            case .number(let number): "\(number)"
            default: value.kind
            }
        return "\(place.isEmpty ? "the body" : place) is \(shown); \(expected) was expected"
    }

    private var expected: String {
        switch self {
        case .text(let length): length > 0 ? "a string of at least \(length) character" : "a string"
        case .choice(let choices):
            choices.count > 8 ? "one of the published values" : choices.joined(separator: ", ")
        case .objectID: "an id of 24 hexadecimal digits"
        case .boolean: "a boolean"
        case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            range.upperBound == .infinity
                ? "a number of at least \(Int(range.lowerBound))"
                : "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        case .time: "a date and time"
        case .webAddress: "an https URL"
        case .list: "an array"
        case .object: "an object"
        }
    }
}
