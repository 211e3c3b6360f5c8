import ConnectorKit
import Foundation
import Model

/// The time of an enrolment in its columns: what counts, and the windows that a sum is made of.
enum StoredTime {
    /// Windows as `begin=time` in milliseconds, joined by commas, in order; nil if there are none.
    static func text(_ time: Enrolment.TimeSpent?) -> String? {
        guard case .windows(let windows) = time else { return nil }
        return windows.sorted { $0.key < $1.key }.map { begin, time in
            "\(Instant.milliseconds(begin))=\(Enrolment.milliseconds(time))"
        }.joined(separator: ",")
    }

    static func timeSpent(total: Int64?, windows: String?) -> Enrolment.TimeSpent? {
        guard let windows else { return total.map { .total(.milliseconds($0)) } }
        var parts: [Date: Duration] = [:]
        for part in windows.split(separator: ",") {
            let numbers = part.split(separator: "=").compactMap { Int64($0) }
            guard numbers.count == 2 else { continue }
            parts[Date(timeIntervalSince1970: Double(numbers[0]) / 1_000)] = .milliseconds(numbers[1])
        }
        return .windows(parts)
    }
}
