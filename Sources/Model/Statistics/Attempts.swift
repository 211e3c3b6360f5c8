import Foundation

/// The attempts of one learner at one course, as statistics make them (rules A8 to A10).
struct Attempts: Equatable {
    /// In the order in which they were opened.
    private(set) var all: [AttemptState] = []
    /// Launches from the platform whose time has not come, in order.
    private var launches: ArraySlice<LearnerHistory.Launch>

    /// - Parameter launches: in any order.
    init(launches: [LearnerHistory.Launch] = []) {
        self.launches = launches.sorted { ($0.at, $0.id) < ($1.at, $1.id) }[...]
    }

    /// Applies a statistic.
    ///
    /// It opens an attempt where there is none, or where its first activity is later than the last activity and
    /// the completion of all of them. Otherwise it updates those that are open. A completion closes all that are
    /// open by then, the one that it opened included; what is completed stays as it is.
    mutating func apply(_ statistic: Statistic) {
        launch(until: statistic.firstActivity)
        let opens = all.allSatisfy {
            statistic.firstActivity > max($0.lastActivity, $0.completedAt ?? .distantPast)
        }
        if opens {
            all.append(
                AttemptState(
                    opening: .enrolment(statistic.enrolment), firstActivity: statistic.firstActivity,
                    lastActivity: statistic.lastActivity, progress: statistic.progress,
                    result: statistic.result,
                    timeSpent: statistic.timeSpent))
        }
        launch(until: statistic.lastActivity)
        if let completion = statistic.completedAt {
            close(at: completion, with: statistic)
        } else if !opens {
            update(with: statistic)
        }
    }

    /// Adds the attempts that launches from the platform opened by then: open like others (our decision), their
    /// first activity the launch.
    mutating func launch(until time: Date) {
        while let launch = launches.first, launch.at <= time {
            launches.removeFirst()
            all.append(
                AttemptState(
                    opening: .launch(launch.id), firstActivity: launch.at, lastActivity: launch.at,
                    progress: 0,
                    timeSpent: 0))
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
    /// the only one; so no attempt shows more than passed since it began.
    private mutating func update(with statistic: Statistic) {
        for index in all.indices where all[index].completedAt == nil {
            let last = max(all[index].lastActivity, statistic.lastActivity)
            all[index].lastActivity = last
            all[index].progress = statistic.progress
            all[index].result = statistic.result
            all[index].timeSpent = TimeSpent.milliseconds(
                duration: statistic.duration, from: all[index].firstActivity, to: last, completed: false)
        }
    }
}
