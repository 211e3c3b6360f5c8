//? stats
import ConnectorKit
import Foundation
import SimulatorSupport
import Synchronization

extension SimulatedService {
    /// Adds what learners did.
    ///
    /// - Parameters:
    ///   - crowd: How many enrolments changed in the same second.
    ///   - windows: For how many minutes, weeks apart, one learner learned.
    func enrol(_ count: Int, crowd: Int, windows: Int) {
        guard items > 0 else { return }
        var enrolments = (0..<max(count, crowd)).map { SimulatedEnrolment(number: $0, items: items) }
        for index in 0..<crowd { enrolments[index].touch(at: Self.crowdTime) }
        if windows > 0, !enrolments.isEmpty {
            enrolments[0].begin()
            for window in 1...windows {
                let time = Self.crowdTime.addingTimeInterval(Double(window) * 20 * 86_400)
                enrolments[0].learn(seconds: 60, percent: min(10 * window, 99), at: time)
            }
        }
        state.withLock { [enrolments] in $0.enrolments = enrolments }
    }

    /// 2025-06-01.
    private static let crowdTime = Date(timeIntervalSince1970: 1_748_736_000)

    func enrolments(_ request: SimulatedRequest) async throws(SimulatedRefusal) -> SimulatedAnswer {
        //? webhooks
        let query = try ListQuery(request, filters: ["since", "ids"])
        let ids = query["ids"].map { Set($0.split(separator: ",").map(String.init)) }
        //? else
        let query = try ListQuery(request, filters: ["since"])
        //? end
        var since = Date.distantPast
        if let text = query["since"] {
            guard let time = Timestamp.date(text) else {
                throw SimulatedRefusal(400, "since is a time such as 2025-03-01T08:00:00Z")
            }
            since = time
        }
        let found = state.withLock(\.enrolments).filter { enrolment in
            //? webhooks
            guard ids?.contains(enrolment.id) ?? true else { return false }
            //? end
            return enrolment.updated >= since
        }
        return try await page("enrolments", query, count: found.count) { found[$0].value }
    }
}
//? end
