import ConnectorKit

extension ConformanceCase {
    static let unreadablePage = ConformanceCase(
        "unreadable-page", of: .catalog,
        guarantee: "An answer that is no page counts as not received, and is asked for again.",
        method: "Each page in turn is answered once by a web page, by cut-off JSON and XML, and by nothing."
    ) { trial in
        try await trial.bench { bench in
            let (wanted, reference) = try await bench.undisturbed()
            for trouble in Trouble.unreadable {
                for page in 1...max(1, reference.pages) {
                    try await bench.host { host in
                        let run = try await host.sync {
                            $0.page == page && $0.attempt == 1 ? trouble.action : .pass
                        }
                        let name = "a run whose page \(page) was \(trouble.rawValue) at first"
                        try run.requireDone(name)
                        try await host.courses().require(wanted, after: name)
                    }
                }
            }
            return "\(Trouble.unreadable.count) faults at each of \(reference.pages) pages"
        }
    }
}
