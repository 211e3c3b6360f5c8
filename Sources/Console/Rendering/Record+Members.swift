import ConnectorKit
import Host
import Model

extension Record {
    /// The record with members added or replaced.
    func with(_ more: [(String, JSONValue)]) -> Record {
        Record(
            members: members.filter { member in !more.contains { $0.0 == member.name } }
                + more.map { Member($0.0, $0.1) })
    }
}

extension JSONValue {
    /// An object of these members.
    static func record(_ fields: [(String, JSONValue)]) -> JSONValue { .object(Record(fields)) }

    /// A member of an object; null for any other value.
    subscript(_ key: String) -> JSONValue {
        if case .object(let record) = self { record[key] ?? .null } else { .null }
    }

    var elements: [JSONValue] { if case .list(let values) = self { values } else { [] } }
    var count: Int { integer ?? 0 }
    var isTrue: Bool { flag ?? false }

    /// An object with members added or replaced; any other value unchanged.
    func with(_ more: [(String, JSONValue)]) -> JSONValue {
        if case .object(let record) = self { .object(record.with(more)) } else { self }
    }
}
