import ConnectorKit
import Foundation
import Model
import Store
import TestSupport

extension StoreCase {
    static let events: [StoreCase] = [
        StoreCase("Events are kept once, worked off in order, set aside, replayed and forgotten") { stage in
            let (store, connection) = (stage.store, stage.connection)
            func event(_ id: String, _ subject: ProviderEvent.Subject) -> ArrivedEvent {
                ArrivedEvent(
                    ProviderEvent(id: id, type: "t", subject: subject), of: connection, at: Stage.start)
            }
            let hint = EnrolmentHint(id: "7", contentID: "1", changedAt: Stage.start)
            let all = [
                event("a", .content(id: "1")), event("b", .enrolment(hint)), event("c", .content(id: "1")),
                event("d", .retirement(contentID: "1", at: Stage.start)), event("e", .other),
            ]
            let kept = try await store.keep(all + [all[0]])
            try check(kept.map { "\($0)" }, ["new", "new", "new", "new", "new", "known"])
            let due = try await store.dueEvents(about: .content, of: connection, at: Stage.start, limit: 9)
            try check(due.map(\.event.id), ["a", "c", "d"])
            try check(due.map(\.event), [all[0].event, all[2].event, all[3].event])
            try check(try await store.oldestEvents(), [connection: Stage.start])
            let later = Stage.start + 60
            try await store.leased().record(
                [(due[1], .done), (due[2], .postponed(until: later, reason: "busy"))], at: Stage.start)
            try check(try await store.eventBacklog()[connection], EventBacklog(pending: 2))
            try check(
                try await store.dueEvents(about: .content, of: connection, at: Stage.start, limit: 9).count, 0
            )
            try await store.leased().record([(due[2], .setAside(reason: "gone"))], at: later)
            try check(try await store.events([due[2].id]).map(\.reason), ["gone"])
            try check(try await store.setAsideEvents(limit: 9).map(\.id), [due[2].id])
            try check(try await store.setAsideEvents(after: due[2].id, limit: 9).count, 0)
            try check(try await store.replayEvents(nil, attempts: 2, at: later).map(\.attempts), [2])
            try check(try await store.eventBacklog()[connection], EventBacklog(pending: 2))
            try check(try await store.removeEvents(before: later), 3)
        },
        StoreCase("A webhook's standing is kept, and what no deployment uses is found") { stage in
            let (store, connection) = (stage.store, stage.connection)
            try check(try await store.webhook(of: connection), nil)
            var webhook = WebhookRegistration(madeAt: Stage.start)
            for generation in 1...2 {
                webhook.generation = generation
                webhook.url = "https://host.example/hook"
                webhook.confirmedAt = Stage.start
                try await store.setWebhook(webhook, of: connection)
            }
            try check(try await store.webhook(of: connection), webhook)
            try check(try await store.webhooks(), [connection: webhook])
            let other = try await store.connection(provider: "demo", key: "two")
            try await store.setWebhook(webhook, of: other)
            try check(try await store.abandonedWebhooks(of: "demo").map(\.connection), [other])
            try await store.forgetWebhooks(of: [other])
            try check(try await store.abandonedWebhooks(of: "demo").count, 0)
        },
    ]

    static let pushes: [StoreCase] = [
        StoreCase("Pushes are accepted once, due in order, retried, replayed and forgotten") { stage in
            let (store, connection) = (stage.store, stage.connection)
            func row(_ line: Int, _ reference: String, _ title: String) -> PushRow {
                let content = PushedContent(
                    externalReference: reference, title: title, description: "d", launchURL: "https://l",
                    image: "https://i")
                return PushRow(line: line, reference: reference, content: .item(.content(content)))
            }
            let job = try await store.openPushJob(of: connection, group: "sales", at: Stage.start)
            try await store.accept(
                [
                    row(1, "a", "A"), row(2, "a", "A again"),
                    PushRow(line: 3, reference: "", content: .refused("no reference")),
                ], into: job, of: connection, at: Stage.start)
            try await store.accept(
                [row(4, "a", "A"), row(5, "b", "B")], into: job, of: connection, at: Stage.start)
            let duplicate = "duplicate external_reference; line 1 has the same"
            let entries = try await store.pushes(of: job, limit: 9)
            try check(entries.map(\.reason), [nil, duplicate, "no reference", duplicate, nil])
            try check(try await store.pushJob(job)?.waiting, 2)
            let next = try await store.accept(
                [row(1, "a", "New")], of: connection, group: "sales", at: Stage.start)
            let due = try await store.duePushes(of: connection, at: Stage.start, limit: 9)
            try check(due.map(\.line), [1, 5])
            let failed = try await store.failedPushes(of: job, limit: 9)
            try check(failed.map(\.outcome).allSatisfy { $0 == .refused }, true)
            try check(try await store.pushJob(job)?.failed, failed.count)
            try check(try await store.nextPush(of: connection), Stage.start)
            let run = try await stage.begin("push")
            let later = Stage.start + 60
            try await store.leased().record(
                [(due[0], .setAside(reason: "down")), (due[1], .postponed(until: later, reason: "busy"))],
                of: run,
                at: Stage.start)
            try check(try await store.skippedItems(of: run).map(\.externalID), ["a"])
            let backlog = try some(try await store.pushBacklog().first)
            try check([backlog.pending, backlog.setAside], [2, 1])
            try check(try await store.setAsidePushes(limit: 9).map(\.id), [due[0].id])
            try check(try await store.setAsidePushes(after: due[0].id, limit: 9).count, 0)
            // Something newer about the same was accepted since.
            try check(try await store.replayPushes(nil, attempts: 0, at: later).map(\.outcome), [.unchanged])
            let last = try await store.duePushes(of: connection, at: later, limit: 9)
            try check(last.map(\.job), [job, next])
            try await store.leased().record(last.map { ($0, .done(.created, reason: nil)) }, at: later)
            try check(try await store.pushes(last.map(\.id)).map(\.outcome), [.created, .created])
            try check(try await store.removePushes(before: later + 1), 6)
            try check(try await store.pushJob(job), nil)
        },
        StoreCase("Completions of content that was pushed are queued once, for other connections") { stage in
            let store = stage.store
            let target = try await store.connection(provider: "target", key: "t")
            _ = try await store.deploy(provider: "target", group: "sales", over: target)
            try await stage.list([Stage.object("1", "One")])
            let content = PushedContent(
                externalReference: "1", title: "One", description: "d", launchURL: "https://l",
                image: "https://i")
            let row = PushRow(line: 1, reference: "1", content: .item(.content(content)))
            _ = try await store.accept([row], of: target, group: "sales", at: Stage.start)
            let due = try await store.duePushes(of: target, at: Stage.start, limit: 1)
            try await store.leased().record([(due[0], .done(.created, reason: nil))], at: Stage.start)
            try check(try await store.queueCompletions(of: "sales", for: target, at: Stage.start), nil)
            _ = try await stage.record(
                [stage.enrolment("a", of: "x", .completed)], emails: ["x": "x@example.com"])
            let job = try some(try await store.queueCompletions(of: "sales", for: target, at: Stage.start))
            let completion = PushedCompletion(
                contentReference: "1", email: "x@example.com", completedAt: Stage.start + 60,
                startedAt: Stage.start,
                passed: true)
            try check(try await store.pushes(of: job, limit: 9).map(\.body), [.completion(completion)])
            try check(try await store.queueCompletions(of: "sales", for: target, at: Stage.start), nil)
        },
        StoreCase(
            "What a group pushed is known by its id, and published acts once a row differs from the first"
        ) {
            stage in
            let (store, connection) = (stage.store, stage.connection)
            var content = PushedContent(
                externalReference: "a", title: "A", description: "d", launchURL: "https://l",
                image: "https://i",
                published: true)
            func send(_ result: (PushedContent) -> PushTry) async throws -> Bool {
                let row = PushRow(line: 1, reference: "a", content: .item(.content(content)))
                _ = try await store.accept([row], of: connection, group: "sales", at: Stage.start)
                let due = try await store.duePushes(of: connection, at: Stage.start, limit: 9)
                let begun = try await store.leased().begin(due)
                guard case .content(let sent)? = begun.first?.body else { return false }
                try await store.leased().record([(begun[0], result(sent))], at: Stage.start) { _ in
                    StandingRule(fingerprint: "own") { standing in
                        let taken: ArchiveReasons? = standing.isPushed ? .filter : []
                        return standing.reasons == nil && standing.isPushed ? nil : taken
                    }
                }
                return sent.repeatsCreation
            }
            func done(_ outcome: PushOutcome, published: Bool? = false) -> (PushedContent) -> PushTry {
                {
                    .done(
                        outcome, reason: nil,
                        content: PushedState(
                            id: "1", wasPublished: published, repeatsCreation: $0.repeatsCreation))
                }
            }
            try await stage.list([Stage.object("1", "One"), Stage.object("2", "Two")])
            try check(try await stage.courses().count, 2)
            try check(try await send(done(.created)), false)
            try check(try await store.isPushed("1", by: "sales", over: connection), true)
            try check(try await store.isPushed("1", by: "support", over: connection), false)
            try check(try await stage.courses().map(\.content.externalID), ["2"])
            try check(try await stage.courses { $0.archived = .yes }.map(\.reasons), [.filter])
            let others = Collected<Course>()
            try await store.forEachCourse(CourseQuery(group: "support")) { others.add($0) }
            try check(others.all.count, 2)
            try check(try await store.marked([content], of: connection).map(\.repeatsCreation), [true])
            try check(try await send(done(.unchanged)), true)
            try check(try await send(done(.unchanged)), true)
            content.title = "B"
            try check(try await send(done(.updated)), false)
            content.title = "A"
            try check(try await send(done(.updated)), false)
            try check(try await store.marked([content], of: connection).map(\.repeatsCreation), [false])
        },
    ]
}
