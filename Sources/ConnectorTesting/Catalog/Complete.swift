import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let complete = ConformanceCase(
        "complete", of: .catalog,
        guarantee: "A listing has every row that the service states, to its own end mark.",
        method: "A listing of several pages is read by hand and by a host, and its rows are counted."
    ) { trial in
        try await trial.bench { bench in
            let listing = try await bench.listing()
            for (index, page) in listing.pages.enumerated() {
                try page.checkSums(number: index + 1)
            }
            let rows = listing.rows
            if let total = listing.total, !listing.isTotalEstimated {
                try require(rows == total, "the listing ended after \(rows) of \(total) rows")
            }
            // What was listed is right so far; with fewer pages other cases would try nothing.
            try require(
                listing.pages.count > 2,
                "the listing is complete with \(rows) rows, on \(listing.pages.count) pages; three or more are "
                    + "needed to try it: pass more items, or a setting such as a smaller page size, to Conformance"
            )
            let (courses, run) = try await bench.undisturbed()
            try require(
                run.report.counters.seen == rows,
                "a host saw \(run.report.counters.seen) rows, and a listing by hand \(rows)")
            let offered = Set(
                listing.items.filter { bench.learningObject($0)?.published ?? false }.map(\.id))
            let missing = offered.subtracting(courses.all.keys)
            try require(
                missing.isEmpty,
                "\(missing.count) items were listed and became no course (\(missing.sorted().prefix(3)))")
            return "\(listing.pages.count) pages, \(rows) rows, \(courses.all.count) courses"
        }
    }
}

extension CatalogPage {
    fileprivate func checkSums(number: Int) throws {
        let taken = items.count + refused.count
        try require(taken <= rows, "page \(number) has \(taken) items and counts \(rows) rows")
        try require(
            isLast || next != nil, "page \(number) has neither a next checkpoint nor the end mark")
    }
}
