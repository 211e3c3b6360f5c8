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
        all.filter { $0.integration == integration }
    }

    mutating func add(_ course: ExternalCourse) {
        byID[course.id] = all.count
        byExternalID[course.integration, default: [:]][course.externalID] = all.count
        all.append(course)
    }

    mutating func remove(_ id: String) {
        let kept = all.filter { $0.id != id }
        self = CourseShelf()
        for course in kept { add(course) }
    }

    mutating func archiveAll(of integration: String) {
        for index in (byExternalID[integration] ?? [:]).values { all[index].isArchived = true }
    }
}
