import Push
import ConnectorKit
import Host
import Model
import Push
import Store
import Synchronization

/// The outcomes of a push as they are told: a record each, or for people a table of what needs attention and a
/// line of counts.
final class OutcomeList: Sendable {
    private struct State {
        var writer: RecordWriter
        var table = Table(["LINE", "REFERENCE", "OUTCOME", "BECAUSE"], numeric: [0])
        var counts: [PushOutcome: Int] = [:]
        var shown = 0
    }

    /// How many rows a person is shown; machine formats print all.
    private static let most = 200

    private let format: Format
    private let terminal: Terminal
    private let isPlan: Bool
    private let state: Mutex<State>

    init(_ format: Format, _ terminal: Terminal, isPlan: Bool) {
        self.format = format
        self.terminal = terminal
        self.isPlan = isPlan
        state = Mutex(State(writer: RecordWriter(format, keys: Record.pushKeys)))
    }

    /// How many were refused or failed.
    var failed: Int {
        state.withLock { state in
            PushOutcome.allCases.filter(\.isFailure).reduce(0) { $0 + state.counts[$1, default: 0] }
        }
    }

    func add(_ push: StoredPush, waiting: String?) throws {
        try add(Record(push, waiting: waiting), push.outcome ?? .failed)
    }

    /// Adds a planned row.
    ///
    /// - Parameter seen: the lines of what the file had before, by what they are about.
    func add(_ row: PushRow, _ plan: PushPlan?, _ seen: inout [String: Int]) throws {
        var outcome = plan.map { PushOutcome(planned: $0.action) } ?? .refused
        var reason = plan.map { ($0.steps + $0.notes).joined(separator: "; ") }
        switch row.content {
        case .refused(let why): reason = why
        case .item(let body):
            if let line = seen[body.key] {
                (outcome, reason) = (.refused, body.duplicate(of: line))
            } else {
                seen[body.key] = row.line
            }
        }
        let known = reason.flatMap { $0.isEmpty ? nil : $0 }
        try add(
            Record(line: row.line, reference: row.reference, outcome: outcome, reason: known), outcome)
    }

    private func add(_ record: Record, _ outcome: PushOutcome) throws {
        try state.withLock { state in
            state.counts[outcome, default: 0] += 1
            guard format == .human else { return try state.writer.write(record) }
            guard isPlan || record["reason"] != .null, state.shown < Self.most else { return }
            state.shown += 1
            state.table.add(Record.pushKeys.map { record[$0]?.plain ?? "" })
        }
    }

    func finish() throws {
        try state.withLock { state in
            guard format == .human else { return try state.writer.finish() }
            if !state.table.isEmpty { try say(state.table.text(terminal)) }
            let counts = PushOutcome.allCases.compactMap { outcome in
                state.counts[outcome].map { "\($0.grouped) \(outcome.rawValue)" }
            }
            let told = counts.isEmpty ? "no rows" : counts.joined(separator: ", ")
            try say("\(isPlan ? "would be: " : "")\(told)")
        }
    }
}
