import ConnectorKit

extension ConformanceCase {
    static let resume = ConformanceCase(
        "resume", of: .catalog,
        guarantee: "A listing goes on from every checkpoint, whatever else was listed in between.",
        method:
            "It is left after each page, another listing is begun, and it is resumed over a new connection."
    ) { trial in
        try await trial.bench { bench in
            let whole = try await bench.listing()
            for left in 1..<max(2, whole.pages.count) {
                let connection = bench.connection()
                var seen: [String] = []
                var checkpoint: Checkpoint?
                for _ in 0..<left {
                    let page = try await bench.page(after: checkpoint, over: connection)
                    seen += page.items.map(\.id)
                    checkpoint = page.next
                }
                _ = try await bench.page(after: nil, over: bench.connection())
                guard let text = checkpoint?.text else { break }
                seen += try await bench.listing(after: Checkpoint(text)).items.map(\.id)
                let wanted = Set(whole.items.map(\.id))
                let missing = wanted.subtracting(seen)
                try require(
                    missing.isEmpty && seen.count == wanted.count,
                    "left after page \(left) and resumed, the listing had \(seen.count) items, "
                        + "\(missing.count) of \(wanted.count) missing")
            }
            return "\(whole.pages.count - 1) checkpoints"
        }
    }
}
