import ConnectorKit
import Foundation

/// Lists all enrolments beyond the limit of paging by offset (rule G10).
///
/// The gateway is listed by windows: rows are sorted by update time, and each page begins at the second in
/// which the previous page ended. So rows that disappear shift no offset, and an enrolment that changes
/// during the listing moves to a later window and is listed again. A second that fills a whole page is read
/// as a slice, by offset. A slice with more rows than the limit is split by status and then by learning
/// object. v2 has no windows, so all of it is one slice.
struct EnrolmentListing {
    let service: Service
    let connection: Connection
    /// The number of rows that paging by offset can list.
    let offsetLimit: Int
    let contents: @Sendable () async throws(Failure) -> [String]
    var position: EnrolmentPosition

    /// "between 1 and 50"; assumed for v2.
    static let pageSize = 50

    /// Reads the next page with one request.
    mutating func page() async throws(Failure) -> EnrolmentPage {
        try await expandSlices()
        if let slice = position.slices.first { return try await page(of: slice) }
        return try await window()
    }

    private mutating func window() async throws(Failure) -> EnrolmentPage {
        let endpoint = service.enrolments(from: position.from)
        let rows = try await rows(endpoint)
        guard let total = rows.total else { throw .contract("\(endpoint.name): the answer has no total") }
        if position.total == nil { position.total = total }
        if rows.count >= total { return page(rows, isLast: true) }
        let seconds = rows.updated.map { Self.second($0) }
        let floor = position.from.map { Self.second($0) } ?? .min
        guard let first = seconds.first, let last = seconds.last else {
            throw .contract(
                "\(endpoint.name): a page has none of \(total) rows, or none whose updated_time can be read")
        }
        guard first >= floor, zip(seconds, seconds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw .contract("\(endpoint.name): the rows are not sorted by updated_time as requested")
        }
        if first == last, last == floor, position.from == last * 1_000 + 999 {
            // The service ignores fractions: this is the second that was just read.
            position.from = (last + 1) * 1_000
        } else if first == last {
            position.slices = [EnrolmentSlice(second: last)]
        } else {
            position.from = last * 1_000
        }
        return page(rows, isLast: false)
    }

    private mutating func page(of slice: EnrolmentSlice) async throws(Failure) -> EnrolmentPage {
        let limit = min(Self.pageSize, offsetLimit - slice.offset)
        let endpoint = service.enrolments(slice, limit: limit)
        let rows = try await rows(endpoint)
        if position.total == nil { position.total = rows.total }
        try advance(slice, rows, limit: limit, endpoint.name)
        try await expandSlices()
        return page(rows, isLast: position.slices.isEmpty && service.generation == .v2)
    }

    /// Updates the first slice after a page was read.
    private mutating func advance(
        _ slice: EnrolmentSlice, _ rows: Rows, limit: Int, _ request: String
    ) throws(Failure) {
        let next = slice.offset + rows.count
        let isEnd = rows.total.map { next >= $0 } ?? (rows.count < limit)
        switch slice.task {
        case .cut, .cutByFresh: return
        case .compare: try compare(slice, rows.total ?? 0, request)
        case .look:
            position.fresh.formUnion(rows.contents)
            if !isEnd, rows.count > 0, next < offsetLimit {
                position.slices[0].offset = next
            } else {
                position.slices.removeFirst()
            }
        case .read:
            if let before = slice.total, let total = rows.total, total < before, slice.offset > 0 {
                // Rows left the slice and later rows moved up, so go back by their number.
                position.slices[0].offset = max(0, slice.offset - (before - total))
                position.slices[0].total = total
            } else if slice.offset == 0, (rows.total ?? 0) >= offsetLimit {
                try position.cut(slice, of: rows.total, request)
            } else if isEnd {
                position.finish(rows.total ?? next)
            } else if rows.count == 0 {
                throw .contract("\(request): a page is empty after \(next) of \(rows.total ?? next) rows")
            } else if next >= offsetLimit {
                try position.cut(slice, of: rows.total, request)
            } else {
                position.slices[0].offset = next
                position.slices[0].total = rows.total
            }
        }
    }

    /// Continues after the parts of a split slice were read, which must have as many rows as the slice. If
    /// rows are missing, it looks for unknown learning objects, in one way after the other, and finally reads
    /// everything again.
    ///
    /// A total equal to the limit may be truncated, so it proves nothing before that.
    private mutating func compare(
        _ slice: EnrolmentSlice, _ total: Int, _ request: String
    ) throws(Failure) {
        guard case .compare(let covered, let looks) = slice.task else { return }
        let ways = slice.status == nil ? 0 : service.generation == .v2 ? 1 : EnrolmentSlice.ways.count
        if covered >= total, total != offsetLimit || looks >= ways { return position.finish(total) }
        // Rows that were added while the parts were read are not missing.
        let wanted = min(total, slice.total ?? total)
        if looks > ways {
            if covered >= wanted { return position.finish(total) }
            throw shortage(of: slice, wanted, covered, request)
        }
        let again = looks == ways
        var compare = slice.with(.compare(covered: again ? 0 : covered, looks: looks + 1))
        compare.total = slice.total
        position.slices.removeFirst()
        let parts =
            slice.status == nil
            ? position.byStatus(slice)
            : again
                ? [slice.with(.cut(after: nil))] : [slice.with(.look(way: looks)), slice.with(.cutByFresh)]
        position.slices.insert(contentsOf: parts + [compare], at: 0)
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
            lists \(offsetLimit) at most, and the rest is in no learning object that is known
            """)
    }

    /// Replaces a slice to be split by slices of known learning objects.
    private mutating func expandSlices() async throws(Failure) {
        while let slice = position.slices.first {
            let known: Set<String>
            switch slice.task {
            case .cut(let after):
                let start = after.map(Self.number) ?? ""
                known = position.met.union(try await contents()).filter { start < Self.number($0) }
            case .cutByFresh:
                known = position.fresh.subtracting(position.met).subtracting(try await contents())
            default: return
            }
            let sorted = known.filter(Self.isNumber).sorted { Self.number($0) < Self.number($1) }
            let part = Array(sorted.prefix(service.generation.contentsPerSlice))
            position.slices.removeFirst()
            guard let last = part.last else {
                if slice.task == .cutByFresh { position.fresh = [] }
                continue
            }
            var cut = slice.with(.read)
            cut.contents = part
            var rest = slice
            if slice.task == .cutByFresh {
                position.met.formUnion(part)
            } else {
                rest = slice.with(.cut(after: last))
            }
            position.slices.insert(contentsOf: [cut, rest], at: 0)
        }
    }

    private static func isNumber(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count < 20 && id.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// The id, padded so that texts sort like numbers.
    private static func number(_ id: String) -> String {
        String(repeating: "0", count: max(0, 20 - id.utf8.count)) + id
    }

    private static func second(_ milliseconds: Int64) -> Int64 {
        Int64((Double(milliseconds) / 1_000).rounded(.down))
    }
}

extension EnrolmentPosition {
    /// Replaces a slice by its parts.
    ///
    /// - Throws: ``Failure/contract(_:)`` if it cannot be split.
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

    /// Removes a slice that was read to its end. Its rows count for the slice it is part of; otherwise the
    /// window continues after its second.
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
