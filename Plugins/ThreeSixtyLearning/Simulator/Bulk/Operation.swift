import Foundation

/// A bulk operation: accepted, waiting, running, ended.
struct Operation: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case importExternalCourses, archiveExternalCourses, importExternalStatistics
    }

    let id: String
    let kind: Kind
    let integration: Integration
    /// Empty once it has ended: the results repeat it.
    var input: [JSONValue]
    /// How many of its items it gets through; an operation that ends in error stops half-way.
    let reached: Int
    let createdAt: Date
    let queuedAt: Date
    let startedAt: Date
    let endsAt: Date
    /// Strikes it, if one does.
    let fault: LMSFault?
    /// What became of each item; nil until it has ended.
    var results: [JSONValue]?

    func hasEnded(_ now: Date) -> Bool { now >= endsAt }

    func status(_ now: Date) -> String {
        if now < queuedAt { return "pending" }
        if now < startedAt { return "queued" }
        if now < endsAt { return "running" }
        return fault == .failedOperation ? "error" : "completed"
    }

    func json(_ now: Date) -> JSONValue {
        let status = status(now)
        var members: [String: JSONValue] = [
            "_id": .text(id), "type": .text(kind.rawValue), "createdAt": .time(createdAt),
            "status": .text(status),
        ]
        if now >= queuedAt { members["queuedAt"] = .time(queuedAt) }
        if now >= startedAt {
            members["startedAt"] = .time(startedAt)
            members["progress"] = [
                "index": .integer(index(now)), "updatedAt": .time(min(now, endsAt)),
            ]
        }
        if hasEnded(now) { members["endedAt"] = .time(endsAt) }
        if status == "error" {
            members["errorMessage"] = .text("The operation stopped at item \(reached)")
        }
        return .object(members)
    }

    /// The last item that was processed, from 0.
    private func index(_ now: Date) -> Int {
        let whole = endsAt.timeIntervalSince(startedAt)
        let done = whole > 0 ? min(1, now.timeIntervalSince(startedAt) / whole) : 1
        return max(0, Int(done * Double(reached)) - 1)
    }
}
