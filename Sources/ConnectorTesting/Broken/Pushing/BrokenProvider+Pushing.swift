import ConnectorKit
import Synchronization

extension BrokenProvider {
    /// Wrong in what they make of pushes.
    static let pushing: [BrokenProvider] = [heedless, wordy, proud, brittle, forgetful]

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

    /// It asks only of what it knows to have made.
    private static let proud = pushing("push-interrupted", "remembers what it made, and does not look") {
        let memory = Memory()
        $0.apply = { plan, content, connection async throws(Failure) in
            guard content.title.isEmpty || memory.knows(content.externalReference) else {
                try await SampleProvider.create(content, connection)
                try await SampleProvider.set(content, connection)
                memory.keep(content.externalReference)
                return PushResult(.created)
            }
            return try await SampleProvider().apply(plan, to: content, of: connection)
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

    private final class Memory: Sendable {
        private let kept = Mutex<Set<String>>([])
        func knows(_ reference: String) -> Bool { kept.withLock { $0.contains(reference) } }
        func keep(_ reference: String) { kept.withLock { _ = $0.insert(reference) } }
    }
}
