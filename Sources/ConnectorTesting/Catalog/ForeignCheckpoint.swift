import ConnectorKit

extension ConformanceCase {
    static let foreignCheckpoint = ConformanceCase(
        "foreign-checkpoint", of: .catalog,
        guarantee:
            "A checkpoint that is not the provider's own is refused, so that the listing begins again.",
        method: "A page is asked for after checkpoints that nobody wrote, and after damaged ones."
    ) { trial in
        try await trial.bench { bench in
            let connection = bench.connection()
            guard let own = try await bench.page(after: nil, over: connection).next else {
                throw Skip("the listing has one page, and no checkpoint")
            }
            let foreign = ["", "not one of yours", String(own.text.reversed()) + "x", own.text + "\u{0}"]
            for text in foreign {
                let answer: CatalogAnswer
                do throws(Failure) {
                    answer = try await bench.provider.page(
                        PageRequest(after: Checkpoint(text)), of: connection)
                } catch {
                    throw Violation(
                        "the checkpoint \"\(text)\" was answered by \(error.kind) (\(error)); "
                            + "checkpointRefused would be right")
                }
                guard case .checkpointRefused(let reason) = answer else {
                    throw Violation("the checkpoint \"\(text)\" was taken; checkpointRefused would be right")
                }
                try require(!reason.isEmpty, "the checkpoint \"\(text)\" was refused without a reason")
            }
            return "\(foreign.count) checkpoints"
        }
    }
}
