import ConnectorKit

extension ConformanceCase {
    static let events = ConformanceCase(
        "events", of: nil,
        guarantee: "An event says what it is about, and that can be read again.",
        method:
            "A host has the simulator call; one of the first three calls is about an enrolment, or about content if "
            + "there are no statistics, which is read again; bodies that are no events are read as well."
    ) { trial in
        try await trial.bench(faults: [SimulatorStage.learning]) { bench in
            let webhooks = try bench.webhooks()
            for body in ["", "{}", "[1]", "<event/>"] {
                guard (try? webhooks.event(in: Array(body.utf8))) == nil else {
                    throw Violation("the body \"\(body)\" was read as an event")
                }
            }
            return try await bench.called { calls, _, _ in
                let isLearning = bench.provider is any StatsProvider
                for _ in 0..<3 {
                    guard let call = try await calls.next() else { throw Violation.silence }
                    let event: ProviderEvent
                    do throws(Failure) { event = try webhooks.event(in: call.body) } catch {
                        throw Violation("a call of the simulator could not be read: \(error)")
                    }
                    try require(!event.id.isEmpty, "an event of the type \(event.type) has no id")
                    switch event.subject {
                    case .enrolment(let hint): try await bench.readAgain(hint, webhooks)
                    case .content(let id) where !isLearning: try await bench.readAgain(id, webhooks)
                    case .content, .retirement, .other: continue
                    }
                    return event.type
                }
                throw Violation("none of 3 calls was about \(isLearning ? "an enrolment" : "content")")
            }
        }
    }
}

extension Bench {
    fileprivate func readAgain(_ hint: EnrolmentHint, _ webhooks: any WebhookProvider) async throws {
        let found: [Enrolment]
        do throws(Failure) {
            found = try await webhooks.enrolments(about: [hint], of: connection())
        } catch {
            throw Violation("what an event is about could not be read again: \(error)")
        }
        try require(
            found.map(\.id) == [hint.id],
            "an event was about the enrolment \(hint.id), which could not be read again")
    }

    fileprivate func readAgain(_ id: String, _ webhooks: any WebhookProvider) async throws {
        let page: CatalogPage
        do throws(Failure) {
            page = try await webhooks.items([id], of: connection())
        } catch {
            throw Violation("what an event is about could not be read again: \(error)")
        }
        try require(
            page.scope == .changes && page.items.map(\.id) + page.deleted == [id],
            "an event was about the item \(id), which could not be read again")
    }
}
