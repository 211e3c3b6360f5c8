import ConnectorKit
import Foundation

/// Reads all enrolments past the limit of paging by offset (reference/go1-api-facts.md 3).
///
/// The gateway lists by windows: sorted by time of update, every page begins at the second in which the page
/// before it ended. So nothing is counted by offset from which rows may vanish: an enrolment that changes
/// while the listing runs moves to a later window and is met again. A second that fills a page of its own is
/// read by itself, by offset; one with more rows than an offset reaches is cut by status and then by learning
/// object. v2 knows no window: there everything is one such slice.
struct EnrolmentListing {
    let service: Service
    let connection: Connection
    /// How many rows paging by offset reaches.
    let reach: Int
    let contents: @Sendable () async throws(Failure) -> [String]
    var place: EnrolmentPlace

    /// "between 1 and 50"; for v2 assumed.
    static let pageSize = 50

    /// Reads the next page with one request.
    mutating func page() async throws(Failure) -> EnrolmentPage {
        try await settle()
        if let slice = place.slices.first { return try await page(of: slice) }
        return try await window()
    }

    private mutating func window() async throws(Failure) -> EnrolmentPage {
        let endpoint = service.enrolments(from: place.from)
        let rows = try await rows(endpoint)
        guard let total = rows.total else { throw .contract("\(endpoint.name): the answer has no total") }
        if place.total == nil { place.total = total }
        if rows.count >= total { return try page(rows, isLast: true) }
        let seconds = rows.updated.map { Self.second($0) }
        let floor = place.from.map { Self.second($0) } ?? .min
        guard let first = seconds.first, let last = seconds.last else {
            throw .contract(
                "\(endpoint.name): a page has none of \(total) rows, or none whose updated_time can be read")
        }
        guard first >= floor, zip(seconds, seconds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw .contract("\(endpoint.name): the rows are not sorted by updated_time as was asked for")
        }
        if first == last, last == floor, place.from == last * 1_000 + 999 {
            // The second that was just read: the service does not look at fractions.
            place.from = (last + 1) * 1_000
        } else if first == last {
            place.slices = [EnrolmentSlice(second: last)]
        } else {
            place.from = last * 1_000
        }
        return try page(rows, isLast: false)
    }

    private mutating func page(of slice: EnrolmentSlice) async throws(Failure) -> EnrolmentPage {
        let limit = min(Self.pageSize, reach - slice.offset)
        let endpoint = service.enrolments(slice, limit: limit)
        let rows = try await rows(endpoint)
        if place.total == nil { place.total = rows.total }
        try advance(slice, rows, limit: limit, endpoint.name)
        try await settle()
        return try page(rows, isLast: place.slices.isEmpty && service.generation == .v2)
    }

    /// What stands first once a page was read.
    private mutating func advance(
        _ slice: EnrolmentSlice, _ rows: Rows, limit: Int, _ request: String
    ) throws(Failure) {
        let next = slice.offset + rows.count
        let isEnd = rows.total.map { next >= $0 } ?? (rows.count < limit)
        switch slice.task {
        case .cut, .cutByFresh: return
        case .compare: try compare(slice, rows.total ?? 0, request)
        case .look:
            place.fresh.formUnion(rows.contents)
            if !isEnd, rows.count > 0, next < reach {
                place.slices[0].offset = next
            } else {
                place.slices.removeFirst()
            }
        case .read:
            if let before = slice.total, let total = rows.total, total < before, slice.offset > 0 {
                // Rows left the slice, and those behind them moved up: go back by as many.
                place.slices[0].offset = max(0, slice.offset - (before - total))
                place.slices[0].total = total
            } else if slice.offset == 0, (rows.total ?? 0) >= reach {
                try place.cut(slice, of: rows.total, request)
            } else if isEnd {
                place.finish(rows.total ?? next)
            } else if rows.count == 0 {
                throw .contract("\(request): a page is empty after \(next) of \(rows.total ?? next) rows")
            } else if next >= reach {
                try place.cut(slice, of: rows.total, request)
            } else {
                place.slices[0].offset = next
                place.slices[0].total = rows.total
            }
        }
    }

    /// Goes on from a slice that was cut, once its parts are read: they must have as many rows as it had.
    /// Where they have fewer, learning objects that nobody named are looked for, in one way after the other,
    /// and at last all is read once more.
    ///
    /// A total that is just the reach may be one that stops there, and proves nothing before that.
    private mutating func compare(
        _ slice: EnrolmentSlice, _ total: Int, _ request: String
    ) throws(Failure) {
        guard case .compare(let covered, let looks) = slice.task else { return }
        let ways = slice.status == nil ? 0 : service.generation == .v2 ? 1 : EnrolmentSlice.ways.count
        if covered >= total, total != reach || looks >= ways { return place.finish(total) }
        // Rows that came while the parts were read are no loss.
        let wanted = min(total, slice.total ?? total)
        if looks > ways {
            if covered >= wanted { return place.finish(total) }
            throw shortage(of: slice, wanted, covered, request)
        }
        let again = looks == ways
        var compare = slice.with(.compare(covered: again ? 0 : covered, looks: looks + 1))
        compare.total = slice.total
        place.slices.removeFirst()
        let parts =
            slice.status == nil
            ? place.byStatus(slice)
            : again
                ? [slice.with(.cut(after: nil))] : [slice.with(.look(way: looks)), slice.with(.cutByFresh)]
        place.slices.insert(contentsOf: parts + [compare], at: 0)
    }

    private func shortage(
        of slice: EnrolmentSlice, _ wanted: Int, _ covered: Int, _ request: String
    ) -> Failure {
        let second = slice.second.map { second in
            " updated in the second \(Timestamp.text(Date(timeIntervalSince1970: Double(second))))"
        }
        let status = slice.status.map { " with the status \($0)" }
        return .contract(
            """
            \(request): of \(wanted) enrolments\(second ?? "")\(status ?? "") only \(covered) can be listed: Go1 \
            lists \(reach) at most, and the rest is in no learning object that is known
            """)
    }

    /// Makes slices of known learning objects of a slice that is to be cut by them.
    private mutating func settle() async throws(Failure) {
        while let slice = place.slices.first {
            let known: Set<String>
            switch slice.task {
            case .cut(let after):
                let start = after.map(Self.number) ?? ""
                known = place.met.union(try await contents()).filter { start < Self.number($0) }
            case .cutByFresh: known = place.fresh.subtracting(place.met).subtracting(try await contents())
            default: return
            }
            let sorted = known.filter(Self.isNumber).sorted { Self.number($0) < Self.number($1) }
            let part = Array(sorted.prefix(service.generation.contentsPerSlice))
            place.slices.removeFirst()
            guard let last = part.last else {
                if slice.task == .cutByFresh { place.fresh = [] }
                continue
            }
            var cut = slice.with(.read)
            cut.contents = part
            var rest = slice
            if slice.task == .cutByFresh {
                place.met.formUnion(part)
            } else {
                rest = slice.with(.cut(after: last))
            }
            place.slices.insert(contentsOf: [cut, rest], at: 0)
        }
    }

    private static func isNumber(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count < 20 && id.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// The id so that text sorts as the numbers do.
    private static func number(_ id: String) -> String {
        String(repeating: "0", count: max(0, 20 - id.utf8.count)) + id
    }

    private static func second(_ milliseconds: Int64) -> Int64 {
        Int64((Double(milliseconds) / 1_000).rounded(.down))
    }
}

extension EnrolmentPlace {
    /// Reads a slice by its parts.
    ///
    /// - Throws: ``Failure/contract(_:)`` where it has none.
    mutating func cut(_ slice: EnrolmentSlice, of total: Int?, _ request: String) throws(Failure) {
        slices.removeFirst()
        var compare = slice.with(.compare(covered: 0, looks: 0))
        compare.total = total
        if slice.status == nil {
            slices.insert(contentsOf: byStatus(slice) + [compare], at: 0)
        } else if let contents = slice.contents {
            guard contents.count > 1 else {
                throw .contract(
                    """
                    \(request): the learning object \(contents.first ?? "") has more enrolments than Go1 lists, \
                    with the status \(slice.status ?? "") and updated in one second
                    """)
            }
            let halves = [contents.prefix(contents.count / 2), contents.dropFirst(contents.count / 2)]
            slices.insert(
                contentsOf: halves.map { half in
                    var part = slice.with(.read)
                    part.contents = Array(half)
                    return part
                }, at: 0)
        } else {
            slices.insert(contentsOf: [slice.with(.cut(after: nil)), compare], at: 0)
        }
    }

    func byStatus(_ slice: EnrolmentSlice) -> [EnrolmentSlice] {
        EnrolmentSlice.statuses.map { status in
            var part = slice.with(.read)
            part.status = status
            return part
        }
    }

    /// Leaves a slice that was read to its end: what it is a part of has so many rows covered, or the window
    /// goes on behind its second.
    mutating func finish(_ rows: Int) {
        let second = slices.removeFirst().second
        for index in slices.indices {
            guard case .compare(let covered, let looks) = slices[index].task else { continue }
            slices[index].task = .compare(covered: covered + rows, looks: looks)
            return
        }
        if slices.isEmpty, let second {
            from = second * 1_000 + 999
            met = []
        }
    }
}
