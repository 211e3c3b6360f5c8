import ConnectorKit
import Foundation

/// The reports of what each learner did with each content: one for each window of time and type of content.
struct ActivityReport {
    let type: AssetType
    let position: WindowPosition

    /// The longest windows that the service reports on.
    static func windows(_ types: [AssetType]) -> TimeWindows {
        TimeWindows(length: .seconds(14 * day), lists: types.count)
    }

    static let day = 86_400

    func query(count: Int) -> URLQuery {
        let begin = Int(position.window.timeIntervalSince1970)
        let last = Int(position.listingBegan.timeIntervalSince1970)
        return URLQuery([
            "q": "criteria", "aggregationCriteria.primary": "INDIVIDUAL",
            "aggregationCriteria.secondary": "CONTENT", "assetType": type.rawValue,
            "contentSource": "ALL_SOURCES", "startedAt": begin * 1_000, "timeOffset.unit": "DAY",
            // The last window ends with the day on which the listing began.
            "timeOffset.duration": min(14, (last - begin) / Self.day + 1),
            "start": position.offset, "count": count,
        ])
    }

    static let paths = JSONPaths([
        "contentDetails.contentUrn", "learnerDetails.entity.profileUrn", "learnerDetails.email",
        "learnerDetails.uniqueUserId", "learnerDetails.name", "activities[].engagementType",
        "activities[].engagementValue", "activities[].firstEngagedAt", "activities[].lastEngagedAt",
    ])

    /// - Throws: ``Failure/item(_:)`` if the row lacks a value that a statistic needs.
    static func enrolment(_ row: FieldInput, window: Date) throws(Failure) -> Enrolment {
        let types = row.found(at: "activities[].engagementType")
        func all(_ member: String) throws(Failure) -> [Double] {
            let found = row.found(at: "activities[].\(member)")
            let numbers = found.compactMap { value -> Double? in
                guard case .number(let written) = value, let number = Double(written) else { return nil }
                return abs(number) < 253_402_300_799_999 ? number : nil
            }
            guard numbers.count == types.count else {
                throw .item("an activity has no \(member) that can be read")
            }
            return numbers
        }
        let (values, begins, ends) =
            (try all("engagementValue"), try all("firstEngagedAt"), try all("lastEngagedAt"))
        guard let first = begins.min(), let last = ends.max() else { throw .item("no activities") }
        func index(_ type: String) -> Int? { types.firstIndex(of: .text(type)) }
        let completion = index("COMPLETIONS").flatMap { values[$0] > 0 ? ends[$0] : nil }
        let address = row.settings["learners"] == "unique_user_id" ? "uniqueUserId" : "email"
        return Enrolment(
            contentID: try row["contentDetails.contentUrn"].requiredID(),
            learner: LearnerAccount(
                id: try row["learnerDetails.entity.profileUrn"].requiredID(),
                email: try row["learnerDetails.\(address)"].text(),
                name: try row["learnerDetails.name"].text()),
            status: completion == nil ? .inProgress : .completed,
            createdAt: Date(timeIntervalSince1970: first / 1_000),
            updatedAt: Date(timeIntervalSince1970: (completion ?? last) / 1_000),
            progress: index("PROGRESS_PERCENTAGE").map { Int(values[$0]) },
            timeSpent: index("SECONDS_VIEWED").map { .windows([window: .seconds(values[$0])]) })
    }
}
