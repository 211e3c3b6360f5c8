import ConnectorKit
import Model
import Host
import Synchronization

/// A writer that a store's callback may write to.
final class Sink: Sendable {
    private let state: Mutex<(writer: RecordWriter, failure: Stop?)>

    init(_ writer: RecordWriter) { state = Mutex((writer, nil)) }

    /// Why writing failed: a store hands on its own errors only.
    var failure: Stop? { state.withLock(\.failure) }

    func write(_ record: Record) throws {
        try state.withLock { state in
            do throws(Stop) {
                try state.writer.write(record)
            } catch {
                state.failure = error
                throw error
            }
        }
    }

    func finish() throws { try state.withLock { try $0.writer.finish() } }
}

/// A table that a store's callback may add to.
final class TableSink: Sendable {
    private let state: Mutex<(table: Table, count: Int)>

    init(_ table: Table) { state = Mutex((table, 0)) }

    /// Counts the row, and keeps it while there are fewer than `keep`.
    func add(_ row: [String], keep: Int) {
        state.withLock {
            if $0.count < keep { $0.table.add(row) }
            $0.count += 1
        }
    }

    var result: (table: Table, count: Int) { state.withLock { $0 } }
}
