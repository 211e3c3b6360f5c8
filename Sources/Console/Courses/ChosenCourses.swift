import ConnectorKit
import HTTPAPI
import HTTPTypes

/// What became of the courses that were chosen in a form.
struct ChosenCourses {
    fileprivate(set) var done = 0
    /// The refusals, each with how often it was given.
    fileprivate(set) var refused: [(reason: String, count: Int)] = []

    /// The note for what was done; the refusals follow in the host's words.
    ///
    /// - Parameter key: the message, which has the placeholder `count`.
    func note(_ key: String, _ context: PageContext) -> String {
        ([context.words(key, ["count": .integer(done)])]
            + refused.map {
                context.words("common.refused", ["count": .integer($0.count), "reason": .text($0.reason)])
            }).joined(separator: " ")
    }
}

extension PageContext {
    /// Does something to each course that is chosen in the form; one that is refused does not hold up the others.
    ///
    /// - Throws: ``Problem`` if none is chosen, the visitor may not change anything, or all are refused.
    func eachChosen(_ work: (String) async throws -> Void) async throws -> ChosenCourses {
        let ids = form.all("course")
        guard !ids.isEmpty else { throw Problem.badRequest(words("common.noneChosen")) }
        var chosen = ChosenCourses()
        for id in ids {
            do {
                try await work(id)
                chosen.done += 1
            } catch let problem as Problem where problem.status != .forbidden && ids.count > 1 {
                if let known = chosen.refused.firstIndex(where: { $0.reason == problem.detail }) {
                    chosen.refused[known].count += 1
                } else {
                    chosen.refused.append((problem.detail, 1))
                }
            }
        }
        if chosen.done == 0, let first = chosen.refused.first { throw Problem.conflict(first.reason) }
        return chosen
    }
}
