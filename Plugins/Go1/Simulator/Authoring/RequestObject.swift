import SimulatorSupport
import ConnectorKit
import Foundation

/// A JSON object in a request's body.
///
/// Refusing members that the published description does not name is our decision.
struct RequestObject {
    private let members: [String: JSONValue]
    /// The path of the object, for messages: empty, or `core.`.
    private let place: String

    /// - Throws: ``Refusal`` 400 if the body is not a JSON object.
    init(_ request: PortalRequest) throws(Refusal) {
        let type = request.header("content-type")?.split(separator: ";").first?.lowercased()
        guard type == "application/json" else {
            throw .invalid("Content-Type is \(type ?? "missing"); application/json was expected")
        }
        guard let members = try? JSONValue(request.body).members else {
            throw .invalid("the body is no JSON object")
        }
        self.members = members
        place = ""
    }

    private init(_ members: [String: JSONValue], place: String) {
        self.members = members
        self.place = place
    }

    var names: Set<String> { Set(members.keys) }

    func check(_ known: Set<String>, of what: String) throws(Refusal) {
        if let stranger = names.subtracting(known).min() {
            throw .invalid("\"\(place)\(stranger)\" is no member of \(what)")
        }
    }

    func require(_ wanted: [String]) throws(Refusal) {
        if let missing = wanted.first(where: { members[$0] == nil }) {
            throw .invalid("\(place)\(missing) is missing")
        }
    }

    func text(_ name: String, isEmptyTaken: Bool = false) throws(Refusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.text, isEmptyTaken || !text.isEmpty else { throw wrong(name, "text") }
        return text
    }

    func choice(_ name: String, of choices: [String]) throws(Refusal) -> String? {
        guard let text = try text(name) else { return nil }
        guard choices.contains(text) else {
            throw .invalid(
                "\(place)\(name) is \"\(text)\"; one of \(choices.joined(separator: ", ")) was expected")
        }
        return text
    }

    func boolean(_ name: String) throws(Refusal) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let flag = value.flag else { throw wrong(name, "true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let value = members[name] else { return nil }
        guard let integer = value.integer, range.contains(integer) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// Returns milliseconds since 1970.
    func time(_ name: String) throws(Refusal) -> Int64? {
        guard let text = try text(name) else { return nil }
        guard let time = Timestamp.milliseconds(text) else { throw wrong(name, "a date-time") }
        return time
    }

    func object(_ name: String) throws(Refusal) -> RequestObject? {
        guard let value = members[name] else { return nil }
        guard let members = value.members else { throw wrong(name, "an object") }
        return RequestObject(members, place: "\(place)\(name).")
    }

    func objects(_ name: String) throws(Refusal) -> [RequestObject]? {
        guard let value = members[name] else { return nil }
        guard let list = value.list?.map(\.members) as? [[String: JSONValue]] else {
            throw wrong(name, "a list of objects")
        }
        return list.enumerated().map { RequestObject($1, place: "\(place)\(name)[\($0)].") }
    }

    func texts(_ name: String) throws(Refusal) -> [String]? {
        guard let value = members[name] else { return nil }
        guard let list = value.texts else { throw wrong(name, "a list of texts") }
        return list
    }

    private func wrong(_ name: String, _ expected: String) -> Refusal {
        .invalid("\(place)\(name) is not \(expected)")
    }
}
