/// Which enrolments a listing takes, and in which order.
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
    /// Whether enrolments in parts of a course are found too.
    var withParts = false
    var order = Order.updated
    var descending = false

    enum Order: String, Sendable { case created, updated, due, assigned, id }

    /// Whether it is every enrolment of a learning object as a whole of a span of update times, in their
    /// order.
    var isWindow: Bool {
        var rest = self
        rest.updated = nil
        return rest == EnrolmentSearch()
    }

    /// Whether it takes an enrolment of the right time of update.
    func takes(_ enrolment: PortalEnrolment) -> Bool {
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

    /// Sorts positions that are in the order of update; equal ones keep it.
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
