package import ConnectorKit
package import Foundation

/// All that is known of one learner's way through one course.
package struct LearnerHistory: Sendable, Equatable {
    /// In any order.
    package var enrolments: [KeptEnrolment]
    /// In any order.
    package var launches: [Launch]

    package init(enrolments: [KeptEnrolment], launches: [Launch] = []) {
        self.enrolments = enrolments
        self.launches = launches
    }
}

/// An enrolment as it is kept.
package struct KeptEnrolment: Sendable, Equatable {
    /// The provider's id, unique within a connection.
    package var id: String
    package var status: Enrolment.Status
    package var createdAt: Date
    package var updatedAt: Date
    package var passed: Bool?
    /// The theoretical duration of the course in minutes, nil if it is unknown: today's, and for a completed
    /// enrolment the one of the day on which the completion was first known of a known course.
    package var duration: Int?
    /// Per cent, from 0 to 100; nil if the provider does not know it.
    package var progress: Int?
    /// Milliseconds; nil if the provider does not know it.
    package var timeSpent: Int64?

    package init(
        id: String, status: Enrolment.Status, createdAt: Date, updatedAt: Date, passed: Bool? = nil,
        duration: Int? = nil, progress: Int? = nil, timeSpent: Int64? = nil
    ) {
        self.id = id
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.passed = passed
        self.duration = duration
        self.progress = progress
        self.timeSpent = timeSpent
    }
}

extension LearnerHistory {
    /// A launch from the platform that opened an attempt.
    package struct Launch: Sendable, Equatable {
        package let id: Int64
        /// When it opened the attempt.
        package let at: Date
        /// The earliest begin of an enrolment that it may be the beginning of.
        package let since: Date
        /// The last launch that went on with the attempt before an enrolment filled it.
        package let last: Date

        /// - Parameters:
        ///   - since: nil for as early as the provider's clock may be behind.
        ///   - last: nil if there was no further launch.
        package init(id: Int64, at: Date, since: Date? = nil, last: Date? = nil) {
            self.id = id
            self.at = at
            self.since = since ?? at - Self.clockDifference
            self.last = last ?? at
        }

        /// Seconds by which the provider's clock may be behind (rule A20).
        package static let clockDifference: TimeInterval = 5 * 60
        /// Seconds within which an enrolment follows a launch (rule A20).
        static let reach: TimeInterval = 24 * 3_600
    }

    /// A statistic, and the launch that is its beginning.
    struct Begun {
        let statistic: Statistic
        let launch: Launch?
    }

    /// The statistics in the order of their enrolments' begin, by id if that is the same, each with the launch
    /// that it takes over, and the launches that none takes over, in order (rule A20).
    func begun() -> (statistics: [Begun], loose: [Launch]) {
        let statistics = enrolments.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            .compactMap(Statistic.init)
        var taken: [Int: Launch] = [:]
        var loose: [Launch] = []
        func follower(of launch: Launch, before end: Date) -> Int? {
            statistics.indices.first { index in
                let begin = statistics[index].firstActivity
                return taken[index] == nil && begin >= launch.since && begin < end
                    && begin <= launch.last + Launch.reach
                    && !statistics[..<index].contains { $0.isCompleted(from: launch.at, before: begin) }
            }
        }
        var waiting: Launch?
        func end(_ launch: Launch, _ follower: Int?) {
            if let follower { taken[follower] = launch } else { loose.append(launch) }
        }
        for launch in launches.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            if let before = waiting {
                let follower = follower(of: before, before: launch.since)
                // Two learners who became one may have launched beside each other: that is one attempt as well.
                if follower == nil,
                    !statistics.contains(where: { $0.isCompleted(from: before.at, before: launch.at) })
                {
                    waiting = Launch(
                        id: before.id, at: before.at, since: before.since, last: max(before.last, launch.last)
                    )
                    continue
                }
                end(before, follower)
            }
            waiting = launch
        }
        if let waiting { end(waiting, follower(of: waiting, before: .distantFuture)) }
        return (statistics.enumerated().map { Begun(statistic: $1, launch: taken[$0]) }, loose)
    }
}

extension Statistic {
    fileprivate func isCompleted(from start: Date, before end: Date) -> Bool {
        completedAt.map { $0 >= start && $0 < end } ?? false
    }
}
