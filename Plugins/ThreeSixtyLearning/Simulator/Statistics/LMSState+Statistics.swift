import ConnectorKit
import Foundation

extension LMSState {
    /// Takes one statistic by the published rule: a new attempt where it is asked for, where there is none, or
    /// where the first activity is later than the last activity or completion of all of them; otherwise the
    /// attempts that are not completed and reach beyond the first activity are updated.
    ///
    /// - Returns: the id of the attempt.
    mutating func take(_ item: JSONValue, of integration: String) throws(ItemRefusal) -> String {
        if let problem = Shape.statistic.problem(item, at: "") { throw ItemRefusal(reason: problem) }
        let course = courses[try courseIndex(item["courseIdentifier"], of: integration)]
        let user = try learner(item["userIdentifier"])
        guard let first = item["firstActivityAt"]?.text.flatMap(Timestamp.date),
            let last = item["lastActivityAt"]?.text.flatMap(Timestamp.date)
        else { throw ItemRefusal(reason: "the times cannot be read") }
        let key = AttemptKey(course: course.id, user: user.id)
        var known = attempts[key] ?? []
        let isLater = known.allSatisfy { first > max($0.lastActivityAt, $0.completedAt ?? .distantPast) }
        if item["forceNew"]?.flag == true || isLater {
            known.append(
                Attempt(
                    id: newID(.attempt), progress: 0, timeSpent: 1, firstActivityAt: first,
                    lastActivityAt: last, language: item["lang"]?.text ?? course.language))
            Self.update(&known[known.count - 1], item, last: last)
        } else {
            for index in known.indices
            where known[index].completedAt == nil && first <= known[index].lastActivityAt {
                Self.update(&known[index], item, last: last)
            }
        }
        attempts[key] = known
        return known[known.count - 1].id
    }

    private static func update(_ attempt: inout Attempt, _ item: JSONValue, last: Date) {
        attempt.progress = item["progress"]?.double ?? 0
        attempt.timeSpent = item["timeSpent"]?.double ?? 1
        attempt.lastActivityAt = last
        attempt.completedAt = attempt.progress == 100 ? last : nil
        attempt.result = item["result"]?.text
        attempt.score = item["score"]?.double
    }

    private func courseIndex(
        _ identifier: JSONValue?, of integration: String
    ) throws(ItemRefusal) -> Int {
        let value = identifier?["value"]?.text ?? ""
        let isInternal = identifier?["type"]?.text == "internalId"
        let index = isInternal ? courses.index(value) : courses.index(value, of: integration)
        guard let index, courses[index].integration == integration else {
            throw ItemRefusal(reason: "Course not found")
        }
        return index
    }

    private func learner(_ identifier: JSONValue?) throws(ItemRefusal) -> User {
        let value = identifier?["value"]?.text ?? ""
        let found =
            identifier?["type"]?.text == "internalId"
            ? user(value) : users.first { $0.mail.lowercased() == value.lowercased() }
        guard let found, !found.isDeleted else { throw ItemRefusal(reason: "User not found") }
        return found
    }

    /// `GET /api/v2/courses/stats`.
    func listStatistics(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(
            call,
            filters: [
                ("completedAt", ["lt", "gte"]), ("courseId", ["eq", "ne", "in", "nin"]),
                ("userId", ["eq", "ne", "in", "nin"]),
            ])
        let since = try query.time("completedAt", "gte")
        let until = try query.time("completedAt", "lt")
        let found = attempts.filter { key, _ in
            query.takes(key.course, as: "courseId") && query.takes(key.user, as: "userId")
        }.flatMap { key, attempts in attempts.map { (key, $0) } }
            .filter { _, attempt in
                since.map { (attempt.completedAt ?? .distantPast) >= $0 } ?? true
                    && until.map { (attempt.completedAt ?? .distantFuture) < $0 } ?? true
            }
            .sorted { $0.1.id < $1.1.id }
        return try call.page(found, of: 500, query) { $1.json(of: $0) }
    }
}

extension Attempt {
    fileprivate func json(of key: AttemptKey) -> JSONValue {
        var members: [String: JSONValue] = [
            "_id": .text(id), "lang": .text(language), "timeSpent": .number(timeSpent),
            "progress": .integer(Int(progress)), "courseId": .text(key.course), "userId": .text(key.user),
            "firstActivityAt": .time(firstActivityAt), "lastActivityAt": .time(lastActivityAt),
        ]
        if let completedAt { members["completedAt"] = .time(completedAt) }
        if let score { members["score"] = .integer(Int(score)) }
        return .object(members)
    }
}
