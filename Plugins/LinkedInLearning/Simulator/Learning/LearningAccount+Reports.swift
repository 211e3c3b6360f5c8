import Synchronization
import SimulatorSupport
import ConnectorKit
import Foundation
import NIOCore

extension LearningAccount {
    /// A page of the report for each learner and content (pages "Retrieve Enterprise Learning Activity Reports" and
    /// "learningActivityReports API Reference"). Other aggregations are not simulated.
    func reportPage(_ query: QueryText, isEmpty: Bool) throws(Refusal) -> ByteBuffer {
        let parameters = try Parameters(query, Self.reportRules.merging(Parameters.paging) { $1 })
        guard parameters["aggregationCriteria.secondary"] != "CONTENT" || parameters["assetType"] != nil
        else {
            throw .invalid("assetType is required if CONTENT is an aggregation criterion")
        }
        let window = try window(parameters)
        let (learning, now) = (state.withLock(\.learning), Int64(now().timeIntervalSince1970 * 1_000))
        let rows = learning.report(window, of: parameters["assetType"].flatMap(Asset.Kind.init))
        let page = PageBody(parameters: parameters, resource: .reports, total: rows.count)
        let latest = JSONValue.integer(min(now, window.upperBound))
        return page.bytes(
            rows[page.places].lazy.map { $0.json(learner: learning.learner($0.learner), latest: latest) },
            isEmpty: isEmpty)
    }

    /// Milliseconds since 1970.
    ///
    /// - Throws: ``Refusal`` 400 if it is longer than 14 days or begins in the future.
    private func window(_ parameters: Parameters) throws(Refusal) -> Range<Int64> {
        let days =
            (parameters["timeOffset.unit"] == "WEEK" ? 7 : 1)
            * (parameters.number("timeOffset.duration") ?? 1)
        guard days <= 14 else { throw .invalid("timeOffset is \(days) days; 14 at most were expected") }
        let start = Int64(parameters.number("startedAt") ?? 0)
        guard start <= Int64(now().timeIntervalSince1970 * 1_000) else {
            throw .invalid("startedAt is in the future")
        }
        return start..<start + Int64(days) * 86_400_000
    }

    private static let reportRules: Parameters.Rules = [
        "q": .one(of: ["criteria"], isRequired: true),
        // Year 1970 to 9999.
        "startedAt": .number(0...253_402_300_799_999, isRequired: true),
        "timeOffset.unit": .one(of: ["DAY", "WEEK"], isRequired: true),
        "timeOffset.duration": .number(1...1_000, isRequired: true),
        "aggregationCriteria.primary": .one(of: ["INDIVIDUAL"], isRequired: true),
        "aggregationCriteria.secondary": .one(of: ["CONTENT"], isRequired: true),
        "assetType": .one(of: [
            "ARTICLE", "AUDIO", "BOOK", "COURSE", "DOCUMENT", "EVENT", "LEARNING_COLLECTION",
            "LEARNING_PATH", "VIDEO",
        ]),
        "contentSource": .one(of: ["ALL_SOURCES", "LINKEDIN_LEARNING", "ORGANIZATION", "THIRD_PARTY"]),
    ]
}

/// What one learner did with one content in a window. Time and engagements are those of the window; the progress is what
/// the learner had reached by its end.
struct ReportRow: Sendable {
    let learner: Int
    let content: String
    let kind: Asset.Kind
    private(set) var first: Int64
    private(set) var last: Int64
    private(set) var seconds = 0
    var progress = 0
    private(set) var completed: Int64?

    init(_ session: LearningSession) {
        (learner, content, kind) = (session.learner, session.content, session.kind)
        (first, last) = (session.time, session.time)
    }

    mutating func add(_ session: LearningSession) {
        last = session.time + Int64(session.seconds) * 1_000
        seconds += session.seconds
        if session.completes, completed == nil { completed = last }
    }

    /// The row as the API writes it. The completion has its own last engagement, as public answers show.
    func json(learner: Learner, latest: JSONValue) -> JSONValue {
        func activity(_ type: String, _ value: Int, until last: Int64) -> JSONValue {
            [
                "engagementType": .text(type), "lastEngagedAt": .integer(last),
                "firstEngagedAt": .integer(first), "assetType": .text(kind.rawValue),
                "engagementMetricQualifier": "TOTAL", "engagementValue": .integer(value),
            ]
        }
        var activities = [
            activity("SECONDS_VIEWED", seconds, until: last),
            activity("PROGRESS_PERCENTAGE", progress, until: last),
        ]
        if let completed { activities.append(activity("COMPLETIONS", 1, until: completed)) }
        return [
            "latestDataAt": latest, "learnerDetails": learner.json, "activities": .list(activities),
            "contentDetails": [
                "name": .text("Content \(content)"), "contentProviderName": "LinkedIn",
                "contentUrn": .text(content), "locale": Locale.simulated[0].json,
            ],
        ]
    }
}

extension Learning {
    /// The rows of a window in the order in which they began.
    func report(_ window: Range<Int64>, of kind: Asset.Kind?) -> [ReportRow] {
        var rows: [ReportRow] = []
        var places: [Pair: Int] = [:]
        let start = sessions.partitioningIndex { $0.time >= window.lowerBound }
        let end = sessions.partitioningIndex { $0.time >= window.upperBound }
        for session in sessions[start..<end] where session.kind == kind {
            let place = places[Pair(session)] ?? rows.count
            if place == rows.count {
                places[Pair(session)] = place
                rows.append(ReportRow(session))
            }
            rows[place].add(session)
        }
        for session in sessions[..<end] {
            if let place = places[Pair(session)] {
                rows[place].progress = max(rows[place].progress, session.progress)
            }
        }
        return rows
    }

    private struct Pair: Hashable {
        let learner: Int
        let content: String

        init(_ session: LearningSession) { (learner, content) = (session.learner, session.content) }
    }
}

extension [LearningSession] {
    /// The first index whose element fulfils a condition that all later ones fulfil too.
    fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
