import ConnectorKit
import Foundation

/// Where a listing of activity reports stands: one report for each window of time and type of content, in pages.
struct ReportPosition: Equatable {
    /// The begin of the window; seconds since 1970.
    var window: Int
    /// The index of the type.
    var type = 0
    var start = 0
    /// When the listing began; seconds since 1970.
    let until: Int

    /// The longest window that the service reports on. All begin a multiple of it after 1970, so that the time spent in
    /// one adds up however often it is read.
    static let length = 14 * day
    static let day = 86_400

    /// - Parameter since: The first activity to list. Seconds since 1970.
    init(since: Int, until: Int) {
        window = since / Self.length * Self.length
        self.until = until
    }

    /// Parses `window type start until`; nil if the text is malformed.
    init?(_ checkpoint: Checkpoint, types: Int) {
        let parts = checkpoint.text.split(separator: " ", omittingEmptySubsequences: false).map {
            Int($0) ?? -1
        }
        guard parts.count == 4, parts.allSatisfy({ $0 >= 0 }), parts[1] < types, parts[0] <= parts[3],
            parts[3] < 253_402_300_799, parts[0] % Self.length == 0
        else { return nil }
        (window, type, start, until) = (parts[0], parts[1], parts[2], parts[3])
    }

    var checkpoint: Checkpoint { Checkpoint("\(window) \(type) \(start) \(until)") }

    /// The length of the window in days. The last one ends with the day on which the listing began.
    var days: Int { min(Self.length, until - window + Self.day) / Self.day }

    /// The position after a page; nil at the end.
    ///
    /// - Parameter total: The size of the report.
    func next(pageSize: Int, total: Int, types: Int) -> ReportPosition? {
        var next = self
        next.start += pageSize
        if next.start < total { return next }
        next.start = 0
        next.type += 1
        if next.type < types { return next }
        next.type = 0
        next.window += Self.length
        return next.window <= until ? next : nil
    }

    func query(_ type: AssetType, count: Int) -> URLQuery {
        var query = URLQuery()
        query.add("q", "criteria")
        query.add("aggregationCriteria.primary", "INDIVIDUAL")
        query.add("aggregationCriteria.secondary", "CONTENT")
        query.add("assetType", type.rawValue)
        query.add("contentSource", "ALL_SOURCES")
        query.add("startedAt", window * 1_000)
        query.add("timeOffset.unit", "DAY")
        query.add("timeOffset.duration", days)
        query.add("start", start)
        query.add("count", count)
        return query
    }
}

/// A row of a report: what one learner did with one content in a window.
struct ReportRow {
    static let paths = JSONPaths([
        "contentDetails.contentUrn", "learnerDetails.entity.profileUrn", "learnerDetails.email",
        "learnerDetails.uniqueUserId", "learnerDetails.name", "activities[].engagementType",
        "activities[].engagementValue", "activities[].firstEngagedAt", "activities[].lastEngagedAt",
    ])

    private let values: [[SourceValue]]

    /// - Throws: ``Failure/item(_:)`` if the bytes cannot be read.
    init(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        do {
            values = try SourceDocument(json: bytes, paths: Self.paths).values
        } catch {
            throw .item(error.message)
        }
    }

    /// - Parameters:
    ///   - window: The begin of the window.
    ///   - address: Which of the two members is the learner's address: `email` or `unique_user_id`.
    func enrolment(window: Date, address: String) throws(Failure) -> Enrolment {
        guard let content = text(0) else { throw .item("no \(Self.paths.paths[0])") }
        guard let profile = text(1) else { throw .item("no \(Self.paths.paths[1])") }
        let activities = try activities()
        guard let first = activities.map(\.first).min(), let last = activities.map(\.last).max() else {
            throw .item("no activities")
        }
        func value(_ type: String) -> Double? { activities.first { $0.type == type }?.value }
        let completion = activities.first { $0.type == "COMPLETIONS" && $0.value > 0 }
        return Enrolment(
            contentID: content,
            learner: LearnerAccount(
                id: profile, email: text(address == "unique_user_id" ? 3 : 2), name: text(4)),
            status: completion == nil ? .inProgress : .completed, createdAt: first,
            updatedAt: completion?.last ?? last, progress: value("PROGRESS_PERCENTAGE").map { Int($0) },
            timeSpent: value("SECONDS_VIEWED").map { .windows([window: .seconds($0)]) })
    }

    private struct Activity {
        let type: String
        let value: Double
        let first: Date
        let last: Date
    }

    private func activities() throws(Failure) -> [Activity] {
        var activities: [Activity] = []
        for index in values[5].indices {
            guard case .text(let type) = values[5][index], let value = number(6, index),
                let first = number(7, index), let last = number(8, index)
            else { throw .item("activity \(index + 1) lacks its value or its times") }
            activities.append(
                Activity(
                    type: type, value: value, first: Date(timeIntervalSince1970: first / 1_000),
                    last: Date(timeIntervalSince1970: last / 1_000)))
        }
        return activities
    }

    private func text(_ slot: Int) -> String? {
        guard case .text(let text)? = values[slot].first, !text.isEmpty else { return nil }
        return text
    }

    /// A number of moderate size, one for each activity.
    private func number(_ slot: Int, _ index: Int) -> Double? {
        guard values[slot].count == values[5].count, case .number(let written) = values[slot][index],
            let number = Double(written), abs(number) < 253_402_300_799_999
        else { return nil }
        return number
    }
}
