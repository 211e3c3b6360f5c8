import ConnectorKit
import Model
import Store
import Synchronization

/// The courses of one group by their external ids.
struct Courses: Sendable, Equatable {
    struct State: Sendable, Equatable {
        let content: LearningObject
        let archived: [String]
    }

    var all: [String: State]

    init(in store: Store, group: String) async throws {
        var query = CourseQuery(group: group)
        query.archived = .any
        let found = Mutex<[String: State]>([:])
        try await store.forEachCourse(query) { batch in
            found.withLock { found in
                for course in batch {
                    found[course.content.externalID] = State(
                        content: course.content, archived: course.reasons.names)
                }
            }
        }
        all = found.withLock { $0 }
    }

    /// - Parameter which: the run that left these courses, as a message names it.
    func require(_ wanted: Courses, after which: String) throws {
        let ids = Set(all.keys)
        let right = Set(wanted.all.keys)
        let differing = ids.intersection(right).filter { all[$0] != wanted.all[$0] }
        let parts = [
            Self.part("missing", right.subtracting(ids)), Self.part("too many", ids.subtracting(right)),
            Self.part("different", differing),
        ].compactMap(\.self)
        guard !parts.isEmpty else { return }
        throw Violation(
            "after \(which) the courses are not those of an undisturbed run: \(parts.joined(separator: "; "))"
        )
    }

    private static func part(_ name: String, _ ids: Set<String>) -> String? {
        guard !ids.isEmpty else { return nil }
        let shown = ids.sorted { ($0.count, $0) < ($1.count, $1) }.prefix(3).joined(separator: ", ")
        return "\(ids.count) \(name) (\(shown)\(ids.count > 3 ? ", …" : ""))"
    }
}
