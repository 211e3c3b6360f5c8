import Host
import Synchronization

/// A writer that a store's callback may write to.
final class Sink: Sendable {
    private let writer: Mutex<RecordWriter>

    init(_ writer: RecordWriter) { self.writer = Mutex(writer) }

    func write(_ record: Record) { writer.withLock { $0.write(record) } }
    func finish() { writer.withLock { $0.finish() } }
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
