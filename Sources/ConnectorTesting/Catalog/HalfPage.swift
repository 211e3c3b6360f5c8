import ConnectorKit

extension ConformanceCase {
    static let halfPage = ConformanceCase(
        "half-page", of: .catalog,
        guarantee: "Half a page is never taken for a page.",
        method: "Each page in turn arrives once with the second half of its bytes missing."
    ) { trial in
        try await trial.bench { bench in
            let (wanted, reference) = try await bench.undisturbed()
            for page in 1...max(1, reference.pages) {
                try await bench.host { host in
                    let run = try await host.sync { call in
                        guard call.page == page, call.attempt == 1 else { return .pass }
                        return .alter { Array($0.prefix($0.count / 2)) }
                    }
                    let name = "a run that got half of page \(page) at first"
                    try run.requireDone(name)
                    try await host.courses().require(wanted, after: name)
                }
            }
            return "each of \(reference.pages) pages"
        }
    }
}
