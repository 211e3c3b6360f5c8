import SimulatorSupport
import ConnectorKit

/// The members that a request asks for, as in `urn,title,details:(level)`.
struct Projection: Sendable {
    private let members: [String: Projection?]

    /// - Throws: ``Refusal`` 400 if the text is no list of members.
    init(_ text: String) throws(Refusal) {
        var rest = Substring(text)
        self = try Self.read(&rest)
        guard rest.isEmpty else { throw Self.invalid(text) }
    }

    private init(_ members: [String: Projection?]) { self.members = members }

    private static func read(_ rest: inout Substring) throws(Refusal) -> Projection {
        var members: [String: Projection?] = [:]
        while true {
            let name = rest.prefix { $0.isLetter || $0.isNumber }
            guard !name.isEmpty else { throw invalid(rest) }
            rest = rest.dropFirst(name.count)
            var inner: Projection?
            if rest.hasPrefix(":(") {
                rest = rest.dropFirst(2)
                inner = try read(&rest)
                guard rest.popFirst() == ")" else { throw invalid(rest) }
            }
            members[String(name)] = .some(inner)
            guard rest.first == "," else { return Projection(members) }
            rest = rest.dropFirst()
        }
    }

    private static func invalid(_ text: some StringProtocol) -> Refusal {
        .invalid("fields cannot be read at \"\(text.prefix(40))\"")
    }

    /// The value with what was asked for; a part that is no object stays as it is.
    func of(_ value: JSONValue) -> JSONValue {
        guard let object = value.object else { return value }
        return .object(
            object.members.compactMap { member in
                guard let wanted = members[member.name] else { return nil }
                return JSONObject.Member(member.name, wanted?.of(member.value) ?? member.value)
            })
    }
}
