import ConnectorKit

/// The courses of the site: generated ones, and what was changed of them.
struct Collection: Sendable {
    private(set) var count: Int
    /// The number of changes.
    private(set) var revision = 0
    private let seed: UInt64
    private var changed: [Int: SimulatedCourse] = [:]
    private var retired: Set<Int> = []
    /// The numbers of the courses that are offered; nil for all.
    private var offered: [Int]?

    init(count: Int, seed: UInt64) {
        self.count = count
        self.seed = seed
    }

    var offeredCount: Int { offered?.count ?? count }

    /// The courses at these places of the list.
    func courses(_ places: Range<Int>) -> [SimulatedCourse] {
        places.map { course(number: offered?[$0] ?? $0) }
    }

    /// Returns a course, retired ones too; nil if there was none with this id.
    func course(_ id: Int) -> SimulatedCourse? {
        guard let number = SimulatedCourse.number(ofID: id, seed: seed), number < count else { return nil }
        return course(number: number)
    }

    mutating func add() -> SimulatedCourse {
        revision += 1
        offered?.append(count)
        count += 1
        return course(number: count - 1)
    }

    mutating func update(_ id: Int, _ change: (inout SimulatedCourse) -> Void) {
        guard let number = SimulatedCourse.number(ofID: id, seed: seed), var course = course(id) else {
            return
        }
        revision += 1
        change(&course)
        changed[number] = course
    }

    /// A retired course leaves the list; the reports keep it.
    mutating func retire(_ id: Int) {
        guard let number = SimulatedCourse.number(ofID: id, seed: seed) else { return }
        revision += 1
        retired.insert(number)
        offered = (0..<count).filter { !retired.contains($0) }
    }

    private func course(number: Int) -> SimulatedCourse {
        changed[number] ?? SimulatedCourse(number, seed: seed)
    }
}
