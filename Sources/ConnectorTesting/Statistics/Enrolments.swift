import ConnectorKit
import Foundation

extension ConformanceCase {
    static let enrolments = ConformanceCase(
        "enrolments", of: .stats,
        guarantee: "A listing names every enrolment, also where more of them share a second than a page has.",
        method:
            "The simulator is asked for a crowd of 130 that changed in one second; "
            + "the ids of a listing are counted against the total that the service states."
    ) { trial in
        try await trial.bench(faults: ["crowd=130"]) { bench in
            let list = try await bench.enrolments()
            guard let total = list.pages.first?.total else { throw Skip("the service states no total") }
            let crowd =
                Dictionary(
                    grouping: list.enrolments, by: { $0.updatedAt.timeIntervalSince1970.rounded(.down) }
                )
                .values.map { Set($0.map(\.id)).count }.max() ?? 0
            let known = list.ids.count + list.refused
            try require(known >= total, "the listing named \(known) of \(total) enrolments")
            try require(
                list.pages.count > 1 && crowd > list.pages[0].rows,
                "the simulator has \(crowd) enrolments in its fullest second, and pages of "
                    + "\(list.pages[0].rows); more than a page in one second would be right")
            return "\(total) enrolments, \(crowd) of one second, on \(list.pages.count) pages"
        }
    }
}
