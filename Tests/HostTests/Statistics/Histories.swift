import ConnectorKit
import Foundation
import Host
import Model
import Store

/// Times of the tests: hours since 2026-01-01T00:00:00Z.
func hour(_ hours: Double) -> Date { Date(timeIntervalSince1970: 1_767_225_600 + hours * 3600) }

/// A kept enrolment from one hour to another, in a course of 60 minutes unless it says otherwise.
func kept(
    _ id: String, _ from: Double, _ to: Double, _ status: Enrolment.Status, passed: Bool? = nil,
    minutes: Int? = 60
) -> KeptEnrolment {
    KeptEnrolment(
        id: id, status: status, createdAt: hour(from), updatedAt: hour(to), passed: passed, duration: minutes)
}

extension AttemptState {
    /// `a 1-2 done 2 100% success 60m`: opened by, from, to, completed or open, progress, result, minutes spent.
    var line: String {
        func text(_ date: Date) -> String {
            let hours = (date.timeIntervalSince1970 - hour(0).timeIntervalSince1970) / 3600
            return hours == hours.rounded() ? String(Int(hours)) : String(hours)
        }
        let opener =
            switch opening {
            case .enrolment(let id): id
            case .launch(let id): "launch \(id)"
            }
        let time = timeSpent.map { $0 % 60_000 == 0 ? "\($0 / 60_000)m" : "\($0)ms" } ?? "?"
        return
            "\(opener) \(text(firstActivity))-\(text(lastActivity)) \(completedAt.map { "done \(text($0))" } ?? "open") "
            + "\(progress)% \(result?.rawValue ?? "-") \(time)"
    }
}

/// A small generator of numbers, the same for the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
