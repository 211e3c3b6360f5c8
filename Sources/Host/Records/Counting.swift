import ConnectorKit
import Model
import Synchronization

/// Writes records of an export, and counts them.
final class Counting: Sendable {
    private let format: GroupExport.Format
    private let write: @Sendable ([UInt8]) throws -> Void
    private let state = Mutex(GroupExport.Count())

    init(_ format: GroupExport.Format, _ write: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.format = format
        self.write = write
    }

    var count: GroupExport.Count { state.withLock { $0 } }

    func add(_ records: [Record], as name: String, to number: WritableKeyPath<GroupExport.Count, Int>) throws
    {
        let first = state.withLock { count in
            defer { count[keyPath: number] += records.count }
            return count[keyPath: number] == 0
        }
        var text = ""
        for (index, record) in records.enumerated() {
            switch format {
            case .json: text += (first && index == 0 ? "\n" : ",\n") + record.json
            case .ndjson: text += "{\"record\":\(JSONValue.text(name).json),\(record.json.dropFirst())\n"
            }
        }
        try write(Array(text.utf8))
    }
}
