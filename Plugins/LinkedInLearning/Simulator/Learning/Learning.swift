import ConnectorKit

/// The learners of the account and what they did.
struct Learning: Sendable {
    /// In the order of time.
    private(set) var sessions: [LearningSession]
    private(set) var revision = 0
    let learnerCount: Int
    private var changed: [Int: Learner] = [:]

    /// The first day with generated activity.
    static let firstDay = "2026-01-01"

    /// 2026-01-01 to 2026-08-01, milliseconds since 1970: the data does not depend on the clock.
    private static let period: Range<Int64> = 1_767_225_600_000..<1_785_542_400_000

    /// Every 97th pair of learner and content is at content that the catalog does not have, and a third has sessions weeks
    /// apart.
    init(_ options: LearningAccount.Options, library: Library) {
        let (pairs, seed) = (options.enrolments, options.seed)
        learnerCount = max(25, pairs / 6)
        let positions = library.positions(of: [.course, .path])
        let learners = learnerCount
        sessions = (0..<pairs).flatMap { pair -> [LearningSession] in
            guard !positions.isEmpty else { return [] }
            var draw = SeededRandom(seed: seed, pair, stream: 12)
            let position = positions[Int(draw.fraction() * draw.fraction() * Double(positions.count))]
            guard let asset = library.asset(position) else { return [] }
            let number = draw.number(1...3)
            let completes = draw.chance(50)
            let content =
                pair % 97 == 96 ? "urn:li:lyndaCourse:\(9_900_000 + pair)" : asset.urn
            var time =
                Self.period.lowerBound
                + Int64(draw.fraction() * Double(Self.period.upperBound - Self.period.lowerBound))
            let learner = draw.below(learners)
            return (1...number).map { index in
                defer { time += Int64(draw.number(1...500)) * 3_600_000 }
                let isLast = index == number
                return LearningSession(
                    learner: learner, content: content, kind: pair % 97 == 96 ? .course : asset.kind,
                    time: time,
                    seconds: draw.number(30...3_600),
                    progress: isLast && completes ? 100 : 90 * index / (number + 1),
                    completes: isLast && completes)
            }
        }
        if let asset = positions.first.flatMap(library.asset) {
            sessions += Self.extra(options, asset, after: learners)
        }
        sessions.sort { $0.time < $1.time }
    }

    /// What learners besides the others did: a crowd in one second, and one learner in every other window.
    private static func extra(
        _ options: LearningAccount.Options, _ asset: Asset, after learners: Int
    ) -> [LearningSession] {
        let reachable = (learners...).first { Learner($0).email != nil } ?? learners
        let windows = (0..<options.windows).map { window in
            LearningSession(
                learner: reachable, content: asset.urn, kind: asset.kind,
                time: period.lowerBound + Int64(window) * 28 * 86_400_000, seconds: 60, progress: 10 + window,
                completes: false)
        }
        let crowd = (0..<options.crowd).map { number in
            LearningSession(
                learner: learners + 10 + number, content: asset.urn, kind: asset.kind,
                time: period.lowerBound,
                seconds: 30, progress: 50, completes: false)
        }
        return windows + crowd
    }

    func learner(_ number: Int) -> Learner { changed[number] ?? Learner(number) }

    mutating func set(_ learner: Learner) {
        changed[learner.number] = learner
        revision += 1
    }

    mutating func add(_ more: [LearningSession]) {
        sessions = (sessions + more).sorted { $0.time < $1.time }
        revision += 1
    }
}
