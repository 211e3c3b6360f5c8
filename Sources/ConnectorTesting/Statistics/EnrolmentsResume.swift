import ConnectorKit

extension ConformanceCase {
    static let enrolmentsResume = ConformanceCase(
        "enrolments-resume", of: .stats,
        guarantee: "A listing of enrolments goes on from every checkpoint, whatever was listed in between.",
        method:
            "It is left after each page, another listing is begun, and it is resumed over a new connection."
    ) { trial in
        try await trial.bench { bench in
            let whole = try await bench.enrolments()
            try require(whole.pages.count > 1, "the simulator has one page of enrolments; several are needed")
            for left in 1..<whole.pages.count {
                guard let text = whole.pages[left - 1].next?.text else { break }
                _ = try await bench.enrolmentPage(after: nil, over: bench.connection())
                let rest = try await bench.enrolments(after: Checkpoint(text))
                let before = Set(whole.pages.prefix(left).flatMap(\.enrolments).map(\.id))
                let missing = whole.ids.subtracting(before).subtracting(rest.ids)
                try require(
                    missing.isEmpty && rest.pages.count <= whole.pages.count - left,
                    "left after page \(left) and resumed, the listing had \(rest.pages.count) more pages, "
                        + "and \(missing.count) of \(whole.ids.count) enrolments were missing; "
                        + "\(whole.pages.count - left) pages would be right")
            }
            return "\(whole.pages.count - 1) checkpoints"
        }
    }
}
