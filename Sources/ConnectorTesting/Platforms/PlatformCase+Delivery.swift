import Delivery
import ConnectorKit
import Foundation

extension PlatformCase {
    static let place = PlatformCase(
        id: "place", guarantee: "Preparing a place twice makes one place, which the platform then has."
    ) { trial in
        try await trial.bench { bench in
            let first = try await bench.place(over: bench.session())
            let second = try await bench.place(over: bench.session())
            try require(first == second, "two calls made the places \(first.id) and \(second.id)")
            try require(try await bench.session().has(first), "the platform does not have the place it made")
            let unknown = Destination(id: String(first.id.reversed()) + "0")
            try require(try await !bench.session().has(unknown), "the platform has a place that nobody made")
        }
    }

    static let payloads = PlatformCase(
        id: "payloads", guarantee: "The same content gives the same payload, and other content another one."
    ) { trial in
        try await trial.bench { bench in
            let (one, other) = (bench.session(), bench.session())
            let item = one.item(for: LearningObject.conformance(1))
            try require(item == other.item(for: .conformance(1)), "two payloads of one course differ")
            let renamed = one.item(for: LearningObject.conformance(1, name: "Lesson"))
            try require(item.key == renamed.key, "the key of a course changed with its name")
            try require(item.payload != renamed.payload, "a course of another name has the same payload")
            let next = one.item(for: LearningObject.conformance(2))
            try require(item.key != next.key, "two courses have the key \(item.key)")
        }
    }

    static let batches = PlatformCase(
        id: "batches", guarantee: "A batch of the declared size is taken."
    ) { trial in
        try await trial.bench { bench in
            let session = bench.session()
            let place = try await bench.place(over: session)
            let size = session.largestBatch(of: .courses)
            let operation = try await session.submit(
                .courses, bench.courses(size, over: session), to: place)
            try await session.outcome(of: operation).requireAccepted(size)
        }
    }

    static let repetition = PlatformCase(
        id: "repetition", guarantee: "The same batch sent twice comes to the same."
    ) { trial in
        try await trial.bench { bench in
            let session = bench.session()
            let place = try await bench.place(over: session)
            let items = bench.courses(5, over: session)
            let first = try await session.outcome(of: session.submit(.courses, items, to: place))
            try first.requireAccepted(5)
            let second = try await session.outcome(of: session.submit(.courses, items, to: place))
            try require(first == second, "the second time the results were others than the first time")
        }
    }

    static let results = PlatformCase(
        id: "results", guarantee: "Each item has a result of its own: one that is refused leaves the others."
    ) { trial in
        try await trial.bench { bench in
            let session = bench.session()
            let place = try await bench.place(over: session)
            let items = bench.courses(2, over: session)
            try await session.outcome(of: session.submit(.courses, items, to: place)).requireAccepted(2)
            let archiving = ["conformance-1", "conformance-2", "conformance-unknown"].map {
                session.item(archiving: $0)
            }
            let outcome = try await session.outcome(of: session.submit(.archive, archiving, to: place))
            for item in archiving {
                guard let result = outcome.results[item.key] else {
                    throw Violation("the item \(item.key) has no result")
                }
                var isRefused = false
                if case .refused = result { isRefused = true }
                try require(
                    isRefused == (item == archiving[2]),
                    "the item \(item.key) was \(isRefused ? "refused" : "accepted")")
            }
        }
    }

    static let lostAnswer = PlatformCase(
        id: "lost-answer",
        guarantee: "A batch whose answer is lost is not sent again, and is found afterwards."
    ) { trial in
        try await trial.bench { bench in
            let found = try await bench.operation(afterLosing: .loseAnswer)
            guard let found else { throw Violation("the platform has the batch, and it was not found") }
            try await bench.session().outcome(of: found).requireAccepted(3)
        }
    }

    static let lostBatch = PlatformCase(
        id: "lost-batch", guarantee: "A batch that did not arrive is not found."
    ) { trial in
        try await trial.bench { bench in
            let found = try await bench.operation(afterLosing: .lose)
            try require(found == nil, "the batch never arrived, and an operation was found for it")
        }
    }
}

extension PlatformBench {
    /// Has a batch or its answer lost, and looks for its operation as the next process does.
    fileprivate func operation(afterLosing action: PlatformTap.Action) async throws -> OperationID? {
        let session = session()
        let place = try await place(over: session)
        let items = courses(3, over: session)
        let before = Date()
        let known = try await session.submit(.courses, Array(courses(4, over: session).suffix(1)), to: place)
        _ = try await session.outcome(of: known)
        network.run { $0.holds(items[0]) ? action : .pass }
        do {
            // Its pauses before a retry end at once.
            _ = try await self.session(clock: JumpClock()).submit(.courses, items, to: place)
            throw Violation("a batch whose answer was lost counts as taken")
        } catch let failure as Failure {
            guard case .transient = failure else {
                throw Violation(
                    "a lost answer was reported as \(failure.kind); Failure.transient would be right")
            }
        }
        network.run(nil)
        let sent = network.requests.filter { $0.holds(items[0]) }.count
        try require(sent == 1, "the batch was sent \(sent) times, though the platform may have taken it")
        return try await self.session().operation(
            taking: Set(items.map(\.key)), of: .courses, in: place, since: before, besides: [known])
    }
}

extension BatchOutcome {
    func requireAccepted(_ count: Int) throws {
        try require(end == .completed, "the batch ended as \(end)")
        let accepted = results.values.filter { if case .accepted = $0 { true } else { false } }.count
        try require(accepted == count, "of \(count) items \(accepted) were accepted")
    }
}
