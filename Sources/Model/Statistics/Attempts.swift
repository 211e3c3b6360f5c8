import Foundation

/// The attempts of one learner at one course, as statistics make them (rules A8 to A10).
struct Attempts: Equatable {
    /// In the order in which they were opened.
    private(set) var all: [AttemptState] = []
    /// Launches from the platform whose time has not come, in order.
    private var launches: ArraySlice<LearnerHistory.Launch>

    /// - Parameter launches: those that no enrolment takes over, in order.
    init(launches: [LearnerHistory.Launch] = []) { self.launches = launches[...] }

    /// What applying a statistic did, by positions in ``all``.
    struct Effect {
        var opened: Int?
        /// Those that were open before, and were updated or closed.
        var touched: [Int] = []
    }

    /// Applies a statistic.
    ///
    /// It opens an attempt if there is none, or if its first activity is later than the last activity and the
    /// completion of all of them. Otherwise it updates those that are open. A completion closes all that are open
    /// by then, the one that it opened included; what is completed stays as it is.
    @discardableResult
    mutating func apply(_ begun: LearnerHistory.Begun) -> Effect {
        let own = begun.statistic
        let statistic = own.begun(at: min(own.firstActivity, begun.launch?.at ?? .distantFuture))
        launch(until: statistic.firstActivity)
        var effect = Effect()
        // Our clock and the provider's may differ: the later of the two beginnings decides.
        if isAfterAll(max(own.firstActivity, begun.launch?.at ?? .distantPast)) {
            effect.opened = all.count
            all.append(
                AttemptState(
                    opening: begun.launch.map { .launch($0.id) } ?? .enrolment(statistic.enrolment),
                    firstActivity: statistic.firstActivity, lastActivity: statistic.lastActivity,
                    progress: statistic.progress, result: statistic.result, timeSpent: statistic.timeSpent))
        }
        launch(until: statistic.lastActivity)
        if statistic.completedAt == nil, effect.opened != nil { return effect }
        effect.touched = all.indices.filter { all[$0].completedAt == nil && $0 != effect.opened }
        if let completion = statistic.completedAt {
            close(at: completion, with: statistic)
        } else {
            update(with: statistic)
        }
        return effect
    }

    /// Whether a time is later than the last activity and the completion of every attempt.
    func isAfterAll(_ time: Date) -> Bool {
        all.allSatisfy { time > max($0.lastActivity, $0.completedAt ?? .distantPast) }
    }

    /// Adds the attempts that launches from the platform opened by then: open like others, their first activity
    /// the launch. A learner who had an open attempt went on with it (rule A14).
    mutating func launch(until time: Date) {
        while let launch = launches.first, launch.at <= time {
            launches.removeFirst()
            guard all.allSatisfy({ $0.completedAt != nil }) else { continue }
            all.append(
                AttemptState(
                    opening: .launch(launch.id), isFilled: false, firstActivity: launch.at,
                    lastActivity: launch.at, progress: 0, timeSpent: 0))
        }
    }

    /// The statistic's time goes to the oldest that is open, the others get 0 (rule A9).
    private mutating func close(at completion: Date, with statistic: Statistic) {
        var time = statistic.timeSpent
        for index in all.indices where all[index].completedAt == nil {
            all[index].lastActivity = max(all[index].lastActivity, statistic.lastActivity)
            all[index].completedAt = completion
            all[index].progress = statistic.progress
            all[index].result = statistic.result
            all[index].timeSpent = time
            time = 0
        }
    }

    /// Our decision: activity never goes back, and each open attempt has the time of its own span, as if it were
    /// the only one; so no attempt shows more than passed since it began. A time that the provider measured goes to
    /// the oldest that is open, the others get 0.
    private mutating func update(with statistic: Statistic) {
        var known = statistic.knownTime
        for index in all.indices where all[index].completedAt == nil {
            let last = max(all[index].lastActivity, statistic.lastActivity)
            all[index].lastActivity = last
            all[index].progress = statistic.progress
            all[index].result = statistic.result
            all[index].timeSpent =
                known
                ?? TimeSpent.milliseconds(
                    duration: statistic.duration, from: all[index].firstActivity, to: last, completed: false)
            if known != nil { known = 0 }
        }
    }
}
