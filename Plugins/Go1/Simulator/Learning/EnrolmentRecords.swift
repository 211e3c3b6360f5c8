/// All enrolments of the portal, in the order in which they were updated.
struct EnrolmentRecords: Sendable {
    private let generator: EnrolmentGenerator
    private let size: Int
    private var rows: [PortalEnrolment?] = []
    /// Positions of ``rows`` that are no parts of a course, by time of update, then by age.
    private var order: [Int32] = []
    private var isGenerated = false
    private var searches: [(search: EnrolmentSearch, found: [Int32])] = []
    /// How often anything was changed.
    private(set) var revision = 0

    /// Nothing is generated before it is asked for.
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

    private func byUpdate(_ takes: (PortalEnrolment) -> Bool) -> [Int32] {
        let found = rows.enumerated().compactMap { position, enrolment in
            enrolment.flatMap { takes($0) ? (updated: $0.updated, position: Int32(position)) : nil }
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

    /// The first enrolment from a position on that is in progress, beginning again at the first.
    mutating func openEnrolment(from start: Int) -> PortalEnrolment? {
        generate()
        for step in 0..<rows.count {
            let enrolment = rows[(start + step) % rows.count]
            if let enrolment, enrolment.status == .inProgress { return enrolment }
        }
        return nil
    }

    /// Adds an enrolment; it is made of the id it gets.
    mutating func append(_ make: (Int) -> PortalEnrolment) -> PortalEnrolment {
        generate()
        let enrolment = make(EnrolmentGenerator.id(at: rows.count))
        rows.append(nil)
        set(rows.count - 1, enrolment)
        return enrolment
    }

    /// Changes an enrolment, or removes it where the change leaves nil.
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
            order.remove(at: place(old.updated, Int32(position)))
        }
        rows[position] = enrolment
        if let enrolment, enrolment.parentID == nil {
            order.insert(Int32(position), at: place(enrolment.updated, Int32(position)))
        }
    }

    /// Where in ``order`` an enrolment of this time and position stands, or would.
    private func place(_ updated: Int64, _ position: Int32) -> Int {
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

    /// How many a search finds, and a part of them; it may reach beyond the end.
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
        let start = search.updated?.min.map { place($0, 0) } ?? 0
        let end = search.updated?.max.map { place($0 + 1, 0) } ?? order.count
        return start..<max(start, end)
    }

    private mutating func positions(_ search: EnrolmentSearch) -> [Int32] {
        if let known = searches.first(where: { $0.search == search }) { return known.found }
        var found: [Int32]
        if search.withParts {
            found = byUpdate { (search.updated?.contains($0.updated) ?? true) && search.takes($0) }
        } else {
            found = order[window(search)].filter { rows[Int($0)].map(search.takes) ?? false }
        }
        search.sort(&found) { rows[Int($0)] }
        if searches.count >= 8 { searches.removeFirst() }
        searches.append((search, found))
        return found
    }
}
