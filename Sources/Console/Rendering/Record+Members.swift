import Host
import Model

extension Record {
    /// The record with members added or replaced.
    func with(_ more: [(String, RecordValue)]) -> Record {
        Record(
            fields.filter { field in !more.contains { $0.0 == field.key } }.map { ($0.key, $0.value) } + more)
    }
}

extension RecordValue {
    /// An object of these members.
    static func record(_ fields: [(String, RecordValue)]) -> RecordValue { .object(Record(fields)) }

    /// A member of an object; null for any other value.
    subscript(_ key: String) -> RecordValue {
        if case .object(let record) = self { record[key] ?? .null } else { .null }
    }

    var elements: [RecordValue] { if case .list(let values) = self { values } else { [] } }
    var count: Int { if case .integer(let number) = self { Int(number) } else { 0 } }
    var flag: Bool { if case .boolean(let flag) = self { flag } else { false } }

    /// An object with members added or replaced; any other value unchanged.
    func with(_ more: [(String, RecordValue)]) -> RecordValue {
        if case .object(let record) = self { .object(record.with(more)) } else { self }
    }
}
