import ConnectorKit

extension BrokenProvider {
    /// Wrong in what they make of pushes.
    static let pushing: [BrokenProvider] = [heedless, wordy, impatient, brittle, forgetful]

    private static func pushing(
        _ test: String, _ flaw: String, _ change: (inout BrokenPushing) -> Void
    ) -> BrokenProvider {
        var broken = BrokenProvider(breaks: test, flaw: flaw)
        change(&broken.pushing)
        return broken
    }

    private static let heedless = pushing("push-plan", "does what was planned, whatever has changed since") {
        $0.apply = { _, content, connection async throws(Failure) in
            try await SampleProvider().apply(nil, to: content, of: connection)
        }
    }

    private static let wordy = pushing("push-again", "sets what is right already once more") {
        $0.apply = { plan, content, connection async throws(Failure) in
            let result = try await SampleProvider().apply(plan, to: content, of: connection)
            if result?.outcome == .unchanged { try await SampleProvider.set(content, connection) }
            return result
        }
    }

    private static let impatient = pushing(
        "push-interrupted", "makes content anew that an earlier push did not finish"
    ) {
        $0.apply = { plan, content, connection async throws(Failure) in
            let standing = try await SampleProvider().plan(content, of: connection).basis
            guard standing.hasSuffix("\n") else {
                return try await SampleProvider().apply(plan, to: content, of: connection)
            }
            try await SampleProvider.create(content, connection)
            try await SampleProvider.set(content, connection)
            return PushResult(.created)
        }
    }

    private static let brittle = pushing("push-outcomes", "takes one bad item for the end of all") {
        $0.apply = { plan, content, connection async throws(Failure) in
            guard !content.title.isEmpty else { throw .fatal("title is missing") }
            return try await SampleProvider().apply(plan, to: content, of: connection)
        }
    }

    private static let forgetful = pushing("push-completion", "reports a completion each time") {
        $0.complete = { completion, connection async throws(Failure) in
            try await SampleProvider.complete(completion, connection)
            return PushResult(.completed)
        }
    }
}
