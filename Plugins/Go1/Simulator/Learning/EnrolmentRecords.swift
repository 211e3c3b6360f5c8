/// All enrolments of the portal, ordered by update time.
struct EnrolmentRecords: Sendable {
    private let generator: EnrolmentGenerator
    private let size: Int
    private var rows: [PortalEnrolment?] = []
    /// Positions of ``rows`` that are not parts of a course, by update time, then by age.
    private var order: [Int32] = []
    private var isGenerated = false
    private var searches: [(search: EnrolmentSearch, found: [Int32])] = []
    /// The number of changes.
    private(set) var revision = 0

    /// Generates nothing until it is needed.
    init(_ generator: EnrolmentGenerator, size: Int) {
        self.generator = generator
        self.size = size
    }

    private mutating func generate() {
        guard !isGenerated else { return }
        isGenerated = true
        rows = (0..<size).map { generator.enrolment($0) }
        order = byUpdate { $0.parentID == nil }
    }

    private func byUpdate(_ matches: (PortalEnrolment) -> Bool) -> [Int32] {
        let found = rows.enumerated().compactMap { position, enrolment in
            enrolment.flatMap { matches($0) ? (updated: $0.updated, position: Int32(position)) : nil }
        }
        return found.sorted { ($0.updated, $0.position) < ($1.updated, $1.position) }.map(\.position)
    }

    mutating func enrolment(_ id: Int) -> PortalEnrolment? {
        generate()
        let position = EnrolmentGenerator.position(ofID: id)
        return rows.indices.contains(position) ? rows[position] : nil
    }

    mutating func all() -> [PortalEnrolment] {
        generate()
        return rows.compactMap { $0 }
    }

    /// Returns the first enrolment in progress from a position on, wrapping around.
    mutating func openEnrolment(from start: Int) -> PortalEnrolment? {
        generate()
        for step in 0..<rows.count {
            let enrolment = rows[(start + step) % rows.count]
            if let enrolment, enrolment.status == .inProgress { return enrolment }
        }
        return nil
    }

    /// Adds an enrolment that is made with its new id.
    mutating func append(_ make: (Int) -> PortalEnrolment) -> PortalEnrolment {
        generate()
        let enrolment = make(EnrolmentGenerator.id(at: rows.count))
        rows.append(nil)
        set(rows.count - 1, enrolment)
        return enrolment
    }

    /// Changes an enrolment, or removes it if the change sets nil.
    mutating func change(_ id: Int, _ change: (inout PortalEnrolment?) -> Void) -> PortalEnrolment? {
        var enrolment = enrolment(id)
        guard enrolment != nil else { return nil }
        change(&enrolment)
        set(EnrolmentGenerator.position(ofID: id), enrolment)
        return enrolment
    }

    private mutating func set(_ position: Int, _ enrolment: PortalEnrolment?) {
        searches = []
        revision += 1
        if let old = rows[position], old.parentID == nil {
            order.remove(at: index(old.updated, Int32(position)))
        }
        rows[position] = enrolment
        if let enrolment, enrolment.parentID == nil {
            order.insert(Int32(position), at: index(enrolment.updated, Int32(position)))
        }
    }

    /// Returns the index in ``order`` of an enrolment with this time and position, present or not.
    private func index(_ updated: Int64, _ position: Int32) -> Int {
        var range = 0..<order.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            let other = order[middle]
            if (rows[Int(other)]?.updated ?? 0, other) < (updated, position) {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return range.lowerBound
    }

    // MARK: - Searching

    /// Returns the number of results of a search, and a part of them, which may extend beyond the end.
    mutating func find(
        _ search: EnrolmentSearch, offset: Int, limit: Int
    ) -> (total: Int, page: [PortalEnrolment]) {
        generate()
        if search.isWindow {
            let window = window(search)
            let start = min(window.upperBound, window.lowerBound + offset)
            let page = order[start..<min(window.upperBound, start + limit)]
            return (window.count, page.compactMap { rows[Int($0)] })
        }
        let found = positions(search)
        let start = min(found.count, offset)
        return (found.count, found[start..<min(found.count, start + limit)].compactMap { rows[Int($0)] })
    }

    private func window(_ search: EnrolmentSearch) -> Range<Int> {
        let start = search.updated?.min.map { index($0, 0) } ?? 0
        let end = search.updated?.max.map { index($0 + 1, 0) } ?? order.count
        return start..<max(start, end)
    }

    private mutating func positions(_ search: EnrolmentSearch) -> [Int32] {
        if let known = searches.first(where: { $0.search == search }) { return known.found }
        var found: [Int32]
        if search.withParts {
            found = byUpdate { (search.updated?.contains($0.updated) ?? true) && search.matches($0) }
        } else {
            found = order[window(search)].filter { rows[Int($0)].map(search.matches) ?? false }
        }
        search.sort(&found) { rows[Int($0)] }
        if searches.count >= 8 { searches.removeFirst() }
        searches.append((search, found))
        return found
    }
}
