import Delivery
import Sync
import Foundation
import Host
import Model
import Store
import Sync
import Synchronization

/// One line on a terminal that says how far a run is: items, rate, what remains. Silent elsewhere, but
/// for what a person has to know, such as waiting for another process.
final class ProgressMeter: Sendable {
    private struct State {
        var name = ""
        var started = Date()
        var drawn = Date.distantPast
        var visible = false
    }

    private let terminal: Terminal
    private let state = Mutex(State())

    init(_ terminal: Terminal) { self.terminal = terminal }

    func show(_ name: String, _ kind: RunKind, _ progress: RunProgress) {
        let now = Date()
        switch progress {
        case .began: break
        case .waiting: note("\(name): another process is at work on it; waiting until that is done")
        case .restarted(let reason): note("\(name): the listing begins again: \(reason)")
        case .retrying(let reason): note("\(name): asking again: \(reason)")
        case .notCalledBack(let reason): note("\(name): the webhook could not be looked after: \(reason)")
        case .applying: draw(name, "applying to the groups …", at: now, always: true)
        case .listing(let rows, let total):
            let seconds = max(0.001, now.timeIntervalSince(began("\(name) \(kind)", now)))
            draw(
                name, Self.line(rows: rows, of: kind, total: total, seconds: seconds), at: now, always: false)
        }
    }

    package func show(_ progress: DeliveryProgress) {
        let now = Date()
        switch progress {
        case .waiting: note("delivery: another process delivers; waiting until that is done")
        case .recovering(let batches):
            draw("delivery", "asking what became of \(batches) batches …", at: now, always: true)
        case .comparing: draw("delivery", "comparing …", at: now, always: true)
        case .reading(let courses):
            draw("delivery", "\(courses.grouped) courses read back", at: now, always: false)
        case .sending(let work, let done, let total):
            draw(
                "delivery", "\(work.noun)  \(done.grouped) of \(total.grouped)", at: now,
                always: done == total)
        }
    }

    /// Removes the line.
    func clear() {
        state.withLock { state in
            if state.visible { Self.write("\r\u{1B}[K") }
            state.visible = false
        }
    }

    /// `██████░░░░  12,400 of 25,000 items  3,100/s  4 s left`
    static func line(rows: Int, of kind: RunKind, total: Int?, seconds: Double) -> String {
        let noun = kind == .catalog ? "items" : "enrolments"
        let rate = Double(rows) / seconds
        let speed = "\(Int(rate).grouped)/s"
        guard let total, total > 0 else { return "\(rows.grouped) \(noun)  \(speed)" }
        let width = 24
        let filled = min(width, rows * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        // A service may state any total, and a number of seconds holds only so much.
        let left = rate > 0 ? Int(min((Double(max(0, total - rows)) / rate).rounded(.up), 1e9)) : 0
        return "\(bar)  \(rows.grouped) of \(total.grouped) \(noun)  \(speed)  \(left) s left"
    }

    private func began(_ name: String, _ now: Date) -> Date {
        state.withLock { state in
            if state.name != name {
                state.name = name
                state.started = now
            }
            return state.started
        }
    }

    private static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    private func note(_ text: TerminalText) {
        clear()
        complain(text)
    }

    private func draw(_ name: String, _ text: @autoclosure () -> String, at now: Date, always: Bool) {
        guard terminal.showsProgress else { return }
        state.withLock { state in
            guard always || now.timeIntervalSince(state.drawn) > 0.1 else { return }
            state.drawn = now
            state.visible = true
            let line = "\(name)  \(text())".withoutControls.prefix(terminal.width - 1)
            Self.write("\r\u{1B}[K\(line)")
        }
    }
}
