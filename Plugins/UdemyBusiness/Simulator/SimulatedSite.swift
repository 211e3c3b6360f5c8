import ConnectorKit
package import Foundation
package import SimulatorSupport
import Synchronization

/// A Udemy Business account in memory: its collection of courses and its reports. It refuses what the service
/// would refuse, and more, so that a mistake of the provider cannot pass the tests.
package final class SimulatedSite: Sendable {
    package struct Options: Sendable {
        /// The number of courses.
        package var items = 1_000
        /// The number of learners' enrolments, and of learners; nil derives the learners from the enrolments.
        package var enrolments = 0
        package var learners: Int?
        /// The number of enrolments whose last activity is in the same second.
        package var crowd = 0
        /// For how many minutes, weeks apart, one more learner watches one course.
        package var windows = 0
        /// The same seed produces the same data and faults.
        package var seed: UInt64 = 1
        package var faults: [FaultRule<PageFault>] = []
        /// Whether pages are rendered once and kept.
        package var prerendered = false
        package var accountID = "116724"
        package var clientID = "udemy-sandbox"
        package var secret = "udemy-sandbox-secret"
        /// The address at which learners open courses.
        package var siteURL = "https://sandbox.udemy.com"
        /// Whether the credentials may list courses, and read reports.
        package var mayReadCourses = true
        package var mayReadReports = true
        /// The number of requests that are answered in a minute; nil for no limit. Udemy names no number.
        package var requestsPerMinute: Int?
        /// How often a learner does something while the site serves; nil for never.
        package var activity: Duration?

        package init() {}
    }

    package let options: Options
    let now: @Sendable () -> Date
    let pages = PageStore()
    let state: Mutex<State>
    /// Nil for no limit.
    let limit: SimulatedRateLimit?

    struct State: Sendable {
        var collection: Collection
        var learning: Learning?
        var dice: FaultDice<PageFault>
        var found = FoundProgress()
        var requests: [String] = []
    }

    /// - Parameter now: The clock by which requests are limited and learners act.
    package init(_ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() }) {
        self.options = options
        self.now = now
        state = Mutex(
            State(
                collection: Collection(count: options.items, seed: options.seed),
                dice: FaultDice(options.faults, seed: options.seed)))
        limit = options.requestsPerMinute.map { SimulatedRateLimit($0, in: 60) }
    }
}

// MARK: - Controls

extension SimulatedSite {
    /// The ids of the courses that are offered, in the order of the list.
    package var courseIDs: [Int] {
        let collection = state.withLock(\.collection)
        return collection.courses(0..<collection.offeredCount).map(\.id)
    }

    package func course(_ id: Int) -> SimulatedCourse? { state.withLock { $0.collection.course(id) } }

    /// Adds a course at the end of the list.
    @discardableResult
    package func add() -> SimulatedCourse { state.withLock { $0.collection.add() } }

    package func update(_ id: Int, _ change: @Sendable (inout SimulatedCourse) -> Void) {
        state.withLock { $0.collection.update(id, change) }
    }

    package func retire(_ id: Int) { state.withLock { $0.collection.retire(id) } }

    /// Lets a learner watch a part of a course; `ratio` is what is done of the course afterwards, per cent.
    package func watch(_ id: Int, learner: Int, minutes: Double, ratio: Double, at time: Date) {
        learn(id) {
            $0.watch($1, learner: learner, minutes: minutes, ratio: ratio, at: Self.milliseconds(time))
        }
    }

    package func enrol(_ id: Int, learner: Int, at time: Date) {
        learn(id) { $0.enrol($1, learner: learner, at: Self.milliseconds(time)) }
    }

    /// Adds lectures to a course, so that nobody has completed all of it.
    package func extend(_ id: Int) { learn(id) { learning, _ in learning.extend(courseID: id) } }

    /// What the learners did, one for each learner and course.
    package var activities: [Activity] { withLearning { learning, _ in learning.activities } }

    /// The targets that were asked for, in order.
    package var requests: [String] { state.withLock(\.requests) }

    /// Replaces the faults. The count of pages restarts.
    package func setFaults(_ rules: [FaultRule<PageFault>]) {
        state.withLock { $0.dice = FaultDice(rules, seed: options.seed) }
    }

    private func learn(_ id: Int, _ act: (inout Learning, SimulatedCourse) -> Void) {
        withLearning { learning, state in
            if let course = state.collection.course(id) { act(&learning, course) }
        }
    }

    /// The learners' data are generated when they are first needed.
    func withLearning<Value>(_ body: (inout Learning, inout State) -> Value) -> Value {
        state.withLock { state in
            var learning = state.learning ?? Learning(options)
            state.learning = nil
            defer { state.learning = learning }
            return body(&learning, &state)
        }
    }

    private static func milliseconds(_ time: Date) -> Int64 {
        Int64(time.timeIntervalSince1970.rounded(.down)) * 1_000
    }
}

// MARK: - Activity

extension SimulatedSite {
    /// The same seed and number give the same action: two of three complete a course, one begins one.
    package func act(_ number: Int) {
        var draw = SeededRandom(seed: options.seed, number, stream: 26)
        let ids = courseIDs
        guard !ids.isEmpty else { return }
        let learners = withLearning { learning, _ in learning.learners }
        watch(
            draw.pick(ids), learner: draw.below(learners), minutes: Double(5 + draw.below(40)),
            ratio: number % 3 == 1 ? 20 : 100, at: now())
    }
}
