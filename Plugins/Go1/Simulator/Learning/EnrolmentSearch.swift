/// The filter and the order of a listing of enrolments.
struct EnrolmentSearch: Sendable, Equatable {
    var updated: ClosedInterval<Int64>?
    var due: ClosedInterval<Int64>?
    var ended: ClosedInterval<Int64>?
    var assigned: ClosedInterval<Int64>?
    var isDue: Bool?
    var isAssigned: Bool?
    var accountID: Int?
    var contentIDs: Set<Int>?
    var statuses: Set<String>?
    /// Whether enrolments in parts of a course are included.
    var withParts = false
    var order = Order.updated
    var descending = false

    enum Order: String, Sendable { case created, updated, due, assigned, id }

    /// Whether the search has no condition but a range of update times, and is ordered by
    /// them.
    var isWindow: Bool {
        var rest = self
        rest.updated = nil
        return rest == EnrolmentSearch()
    }

    /// Whether an enrolment with a suitable update time matches.
    func matches(_ enrolment: PortalEnrolment) -> Bool {
        if !withParts, enrolment.parentID != nil { return false }
        if let statuses, !statuses.contains(enrolment.status.rawValue) { return false }
        if let contentIDs, !contentIDs.contains(enrolment.contentID) { return false }
        if let accountID, enrolment.accountID != accountID { return false }
        if let isDue, (enrolment.due != nil) != isDue { return false }
        if let isAssigned, enrolment.isAssigned != isAssigned { return false }
        if let due, !due.contains(enrolment.due) { return false }
        if let ended, !ended.contains(enrolment.ended) { return false }
        if let assigned, !assigned.contains(enrolment.assigned) { return false }
        return true
    }

    /// Sorts positions that are ordered by update time. The sort is stable.
    func sort(_ positions: inout [Int32], _ enrolment: (Int32) -> PortalEnrolment?) {
        if order == .updated {
            if descending { positions.reverse() }
            return
        }
        let keys = Dictionary(
            uniqueKeysWithValues: positions.map { ($0, enrolment($0).map(key) ?? 0) })
        positions.sort { left, right in
            let (first, second) = (keys[left] ?? 0, keys[right] ?? 0)
            return first == second ? left < right : (first < second) != descending
        }
    }

    private func key(_ enrolment: PortalEnrolment) -> Int64 {
        switch order {
        case .created: enrolment.created
        case .updated: enrolment.updated
        case .due: enrolment.due ?? 0
        case .assigned: enrolment.assigned ?? 0
        case .id: Int64(enrolment.id)
        }
    }
}
