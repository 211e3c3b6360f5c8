import ConnectorKit
import Foundation
import Model
import Store

extension DeliveryRound {
    private static let courses = 200
    /// How many statistics that are new are compared with open attempts before they are sent (our decision): a
    /// larger number is a first load, or what waited for long, and the next reconcile looks at it.
    private static let mostNew = 1_000

    /// Reads back the attempts of the courses that statistics were sent of.
    mutating func readStatistics(_ place: ReadPlace) async throws(StoreError) {
        var after: Int64?
        while isGoingOn, !blocked.contains(place.destination.id) {
            let rows = try await store.deliveredCourses(
                in: place.destination, after: after, limit: Self.courses)
            guard let last = rows.last else { return }
            after = last.id
            let sent = try await store.deliveredStatistics(of: rows.map(\.id), in: place.destination.id)
            let reader = place.reader
            let looked = await answers(about: rows.filter { $0.resource != nil && sent[$0.id] != nil }) {
                course throws(Failure) in
                let known = sent[course.id] ?? []
                return try await reader.open(course.resource ?? "", known) { attempts in
                    attempts.hasOpen || attempts.learners < Set(known.map(\.mail)).count
                }
            }
            for (course, answer) in looked {
                switch answer {
                case .success(let found): try await follow(found, of: course, place)
                case .failure(.credentials(let message)):
                    // Attempts may not be read with these credentials; everything else may.
                    report.isCutShort = true
                    return report.note(message)
                case .failure(let failure): return failed(failure, at: place.destination.id)
                }
            }
        }
    }

    private mutating func follow(
        _ found: [LearnerAttempts], of course: DeliveredCourse, _ place: ReadPlace
    ) async throws(StoreError) {
        var differences: [PlatformDifference] = []
        var closing: [OpenedAttempt] = []
        var missing: [String] = []
        for learner in found {
            if learner.isMissing {
                missing += learner.statistics.map(\.enrolment)
                differences.append(
                    place.difference(
                        .statistic, course, "no attempt there", "statistics sent again", user: learner.mail))
            }
            let completed = learner.statistics.filter(\.isCompleted)
            for (attempt, statistic) in learner.closing(completed) {
                // One that did not close it once is not sent for ever.
                if let opened = statistic.opened, opened <= attempt.firstActivity { continue }
                closing.append(
                    OpenedAttempt(enrolment: statistic.enrolment, at: attempt.firstActivity, isTimed: false))
                differences.append(
                    place.difference(
                        .attempt, course,
                        "an attempt of \(Timestamp.text(attempt.firstActivity)) is open there",
                        "closed by the completion of \(Timestamp.text(statistic.lastActivity))",
                        user: learner.mail))
            }
        }
        try await report(differences, place)
        if place.reconciliation.isRehearsal { return }
        try await leased.forgetStatistics(missing, in: place.destination.id)
        try await leased.close(closing.earliest, in: place.destination.id)
    }

    /// Before statistics are sent for the first time: those that belong to an attempt which the learner opened on the
    /// platform are sent so that its import rule fills that one, and makes no other (rule A20).
    mutating func matchOpenAttempts() async throws(StoreError) {
        guard let reader = platform.reader else { return }
        var isChanged = false
        for destination in try await store.destinations(of: run.company)
        where destination.isCurrent && isGoingOn && !blocked.contains(destination.id)
            && !unused.contains(destination.id)
        {
            let new = try await store.newStatistics(in: destination.id, limit: Self.mostNew + 1)
            guard !new.isEmpty, new.count <= Self.mostNew else { continue }
            let sent = try await store.deliveredStatistics(
                of: Array(Set(new.map(\.course))), in: destination.id)
            // What was told to be in progress has an open attempt of its own.
            let byCourse = Dictionary(
                grouping: new.filter { one in
                    !(sent[one.course] ?? []).contains {
                        $0.mail == one.statistic.mail && !$0.isToldCompleted
                    }
                }, by: \.resource
            ).sorted { $0.key < $1.key }
            let looked = await answers(about: byCourse) { course throws(Failure) in
                try await reader.open(course.key, course.value.map(\.statistic)) { $0.hasOpen }
            }
            var found: [LearnerAttempts] = []
            for (_, answer) in looked {
                switch answer {
                case .success(let learners): found += learners
                // Attempts may not be read with these credentials; statistics may be sent.
                case .failure(.credentials): break
                case .failure(let failure): failed(failure, at: nil)
                }
            }
            let opened = found.flatMap { learner in
                learner.closing(learner.statistics).filter { $1.firstActivity >= $0.lastActivity }.map {
                    OpenedAttempt(enrolment: $1.enrolment, at: $0.firstActivity, isTimed: true)
                }
            }
            try await leased.close(opened.earliest, in: destination.id)
            if !opened.isEmpty { isChanged = true }
        }
        if isChanged { try await store.refreshOutbox(of: run.company, at: run.now()) }
    }
}

/// A learner with sent statistics of a course, and the attempts there.
struct LearnerAttempts: Sendable {
    let mail: String
    let statistics: [DeliveredStatistic]
    fileprivate let learner: String
    fileprivate let attempts: OpenAttempts

    /// Whether the platform has nothing of what was sent.
    var isMissing: Bool { attempts.isEmpty(learner) }

    func closing(_ statistics: [DeliveredStatistic]) -> [(
        attempt: HeldAttempt, statistic: DeliveredStatistic
    )] {
        attempts.closing(learner, statistics)
    }
}

extension PlatformReader {
    /// The learners of statistics with their attempts at a course.
    ///
    /// - Parameter isLookedAt: whether the attempts are worth asking who the learners are.
    fileprivate func open(
        _ resource: String, _ statistics: [DeliveredStatistic], isLookedAt: @Sendable (OpenAttempts) -> Bool
    ) async throws(Failure) -> [LearnerAttempts] {
        var all: [HeldAttempt] = []
        var page: String?
        var pages: Set<String> = []
        repeat {
            let found = try await attempts(at: resource, page: page)
            all += found.elements
            page = found.next
            if let next = found.next, !pages.insert(next).inserted {
                throw .contract("a page of the platform's attempts names itself as the next one")
            }
        } while page != nil
        let attempts = OpenAttempts(all)
        guard isLookedAt(attempts) else { return [] }
        var learners: [LearnerAttempts] = []
        for (mail, own) in Dictionary(grouping: statistics, by: \.mail).sorted(by: { $0.key < $1.key }) {
            guard let id = try await learner(mail) else { continue }
            learners.append(LearnerAttempts(mail: mail, statistics: own, learner: id, attempts: attempts))
        }
        return learners
    }
}

extension [OpenedAttempt] {
    /// One for each enrolment: its statistic closes all that began later too.
    fileprivate var earliest: [OpenedAttempt] {
        let one = Dictionary(map { ($0.enrolment, $0) }) { $0.at < $1.at ? $0 : $1 }
        return one.values.sorted { $0.enrolment < $1.enrolment }
    }
}
