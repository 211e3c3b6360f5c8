import ConnectorKit
import Foundation

extension ConformanceCase {
    static let enrolments = ConformanceCase(
        "enrolments", of: .stats,
        guarantee: "A listing names every enrolment, also where more of them share a second than a page has.",
        method:
            "The simulator is asked for a crowd of 130 that changed in one second; "
            + "the ids of a listing are counted, against the total if the service states one."
    ) { trial in
        try await trial.bench(faults: ["crowd=130"]) { bench in
            let list = try await bench.enrolments()
            let size = list.pages.map(\.rows).max() ?? 0
            let crowd =
                Dictionary(
                    grouping: list.enrolments, by: { $0.updatedAt.timeIntervalSince1970.rounded(.down) }
                )
                .values.map { Set($0.map(\.id)).count }.max() ?? 0
            let known = list.ids.count + list.refused
            if let total = list.pages.first?.total {
                try require(known >= total, "the listing named \(known) of \(total) enrolments")
            } else {
                try require(
                    crowd >= 130, "the listing named \(crowd) of 130 enrolments that changed in one second")
            }
            try require(
                list.pages.count > 1 && crowd > size,
                "the simulator has \(crowd) enrolments in its fullest second, and pages of "
                    + "\(size); more than a page in one second would be right")
            return "\(known) enrolments, \(crowd) of one second, on \(list.pages.count) pages"
        }
    }
}
