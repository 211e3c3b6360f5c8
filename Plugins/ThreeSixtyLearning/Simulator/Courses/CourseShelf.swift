/// The courses of all integrations, found by their own id and by their external one.
struct CourseShelf: Sendable {
    private(set) var all: [ExternalCourse] = []
    private var byID: [String: Int] = [:]
    private var byExternalID: [String: [String: Int]] = [:]

    func index(_ id: String) -> Int? { byID[id] }

    func index(_ externalID: String, of integration: String) -> Int? {
        byExternalID[integration]?[externalID]
    }

    subscript(_ index: Int) -> ExternalCourse {
        get { all[index] }
        set { all[index] = newValue }
    }

    func courses(of integration: String) -> [ExternalCourse] {
        all.filter { $0.integration == integration && !$0.isDeleted }
    }

    mutating func add(_ course: ExternalCourse) {
        byID[course.id] = all.count
        byExternalID[course.integration, default: [:]][course.externalID] = all.count
        all.append(course)
    }

    /// Deletes a course: lists name it as deleted, and its external id is free for another one (our decision; the
    /// status is published, and nothing more).
    mutating func remove(_ id: String) {
        guard let index = byID.removeValue(forKey: id) else { return }
        all[index].isDeleted = true
        byExternalID[all[index].integration]?[all[index].externalID] = nil
    }

    mutating func archiveAll(of integration: String) {
        for index in (byExternalID[integration] ?? [:]).values { all[index].isArchived = true }
    }
}
