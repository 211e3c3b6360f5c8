import ConnectorKit

extension ConformanceCase {
    static let listingTotals = ConformanceCase(
        "enrolments-total", of: .stats,
        guarantee:
            "A total that a page states is that of the whole listing; that of a window or a slice is none.",
        method: "What a listing names is counted against each total that its pages state."
    ) { trial in
        try await trial.bench { bench in
            let list = try await bench.enrolments()
            let known = list.ids.count + list.refused
            let totals = Set(list.pages.compactMap(\.total)).sorted()
            try require(
                totals.allSatisfy { known <= $0 },
                "the listing named \(known) enrolments, and a page states a total of \(totals.first ?? 0); "
                    + "no total would be right for a part of it")
            return totals.isEmpty ? "no page states one" : "\(known) enrolments"
        }
    }

    static let enrolmentsEnd = ConformanceCase(
        "enrolments-end", of: .stats,
        guarantee: "An empty page of statistics before the end is no end: the listing goes on, or fails.",
        method:
            "The simulator answers one of the first pages by an empty one without a successor, though more follow."
    ) { trial in
        let (pages, contents) = try await trial.bench { bench in
            (min(try await bench.enrolments().pages.count, 6), try await bench.knownContents())
        }
        var failed = 0
        for number in 1...max(pages, 1) {
            let hasFailed = try await trial.bench(faults: ["empty@page\(number)"]) { bench in
                var bench = bench
                // The page is to be one of the statistics, not of the catalog.
                bench.contents = contents
                let list: EnrolmentList
                do {
                    list = try await bench.enrolments()
                } catch let violation as Violation where violation.cause != nil {
                    return true
                }
                let whole = try await bench.enrolments().ids
                let missing = whole.subtracting(list.ids).count
                try require(
                    missing == 0,
                    "a listing whose page \(number) was empty ended without \(missing) of \(whole.count) "
                        + "enrolments")
                return false
            }
            if hasFailed { failed += 1 }
        }
        guard failed > 0 else {
            throw Skip("no page of statistics was empty: the simulator's fault does not strike them")
        }
        return "\(failed) of \(pages) pages"
    }
}
