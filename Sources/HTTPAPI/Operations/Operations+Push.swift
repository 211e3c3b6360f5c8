import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Push
import Store

extension Operation {
    /// The most items of one call (our decision).
    static let pushLimit = 10_000

    static let pushes: [Operation] =
        PushKind.allCases.flatMap { kind -> [Operation] in
            let path = "/groups/{group}/providers/{provider}/push/\(kind.rawValue)"
            let item = Shape.described(.named(kind == .content ? "PushContent" : "PushCompletion"))
            let name = kind.rawValue.capitalized
            return [
                .change(
                    .post, path, "push\(name)",
                    "Push \(kind.rawValue): one item, or a list. Every accepted item will be delivered or reported.",
                    body: .oneOrMany(item, maximum: pushLimit), status: .accepted, answer: .named("PushJob"),
                    problems: [.conflict], takesKey: true
                ) { call in
                    let target = try await call.pushTarget()
                    return .push(kind, to: target, on: call.host) {
                        try await $0.push.accept(call.rows(of: kind), for: target)
                    }
                } answering: {
                    .object(try await $0.record($1))
                },
                Operation(
                    method: .post, path: path + "/plan", id: "plan\(name)",
                    summary: "Plan a push of \(kind.rawValue), item by item; nothing is stored or sent.",
                    role: .viewer, body: .oneOrMany(item, maximum: 500), status: .ok,
                    answer: .object([.init("items", .list(.named("PushOutcome")))]),
                    problems: [.conflict, .badGateway]
                ) { call in
                    let target = try await call.pushTarget()
                    let rows = call.rows(of: kind)
                    let plans: [PushPlan?]
                    do throws(Failure) { plans = try await call.host.push.plan(rows, for: target) } catch {
                        throw Problem(status: .badGateway, detail: "\(target.name): \(error.message)")
                    }
                    var seen: [String: Int] = [:]
                    return .object(
                        Record([
                            (
                                "items",
                                .list(zip(rows, plans).map { .object(Record($0, planned: $1, &seen)) })
                            )
                        ]))
                },
            ]
        } + [
            Operation(
                method: .get, path: "/groups/{group}/pushes/{push}", id: "getPush",
                summary: "An accepted push, and how much of it waits.", role: .viewer,
                status: .ok,
                answer: .named("PushJob")
            ) { call in .object(try await call.record(try call.pushID())) },
            .list(
                "/groups/{group}/pushes/{push}/outcomes", "listOutcomes",
                "The outcome of each item, in the order of the call; null while it waits.",
                of: "PushOutcome"
            ) { call, paging in
                let job = try call.pushID()
                _ = try await call.record(job)
                let after = try paging.number(or: 0)
                let pushes = try await call.host.store.pushes(
                    of: job, after: StoredPush.ID(after), limit: paging.limit)
                return Page(
                    items: pushes.map { Record($0) },
                    next: pushes.count == paging.limit ? pushes.last.map { String($0.id.number) } : nil)
            },
            .list(
                "/groups/{group}/pushes/{push}/failed", "listFailedRows",
                "The items that were refused or failed, as they were given, to be mended and pushed again.",
                of: "FailedRow"
            ) { call, paging in
                let job = try call.pushID()
                _ = try await call.record(job)
                let after = try paging.number(or: 0)
                let pushes = try await call.host.store.failedPushes(
                    of: job, after: StoredPush.ID(after), limit: paging.limit)
                return Page(
                    items: pushes.map { Record(failed: $0) },
                    next: pushes.count == paging.limit ? pushes.last.map { String($0.id.number) } : nil)
            },
        ]
}

extension APICall {
    func pushTarget() async throws -> PushTarget {
        let (group, deployment) = try deployment()
        let provider = deployment.provider
        guard host.registry[provider] is any PushProvider else {
            throw Problem.conflict("\(provider) takes no pushes")
        }
        guard let target = try await host.push.target(group: group.id, provider: provider) else {
            throw Problem.conflict("\(provider) is switched off in \(group.name)")
        }
        return target
    }

    /// The items to push; a mistake in one refuses that one alone.
    fileprivate func rows(of kind: PushKind) -> [PushRow] {
        if let rows { return rows }
        return items?.rows(of: kind, now: host.now) ?? []
    }

    fileprivate func pushID() throws(Problem) -> PushJob.ID {
        guard let number = Int64(self["push"]) else { throw noPush }
        return PushJob.ID(number)
    }

    private var noPush: Problem { .notFound("there is no push \"\(self["push"])\"") }

    fileprivate func record(_ id: PushJob.ID) async throws -> Record {
        guard let job = try await host.store.pushJob(id), job.group == (try group().id) else { throw noPush }
        return Record(job)
    }
}

extension Record {
    /// An item and its outcome; null while it waits.
    fileprivate init(_ push: StoredPush) {
        self.init(
            Array(
                zip(
                    Self.pushKeys,
                    [
                        .integer(push.line), .text(push.reference), .optional(push.outcome?.rawValue),
                        .optional(push.reason),
                    ])))
    }

    /// - Parameter seen: the line of each item so far; a duplicate is refused as in a push.
    fileprivate init(_ row: PushRow, planned plan: PushPlan?, _ seen: inout [String: Int]) {
        switch row.content {
        case .refused(let reason):
            self.init(line: row.line, reference: row.reference, outcome: .refused, reason: reason)
        case .item(let body):
            if let first = seen[body.key] {
                self.init(
                    line: row.line, reference: row.reference, outcome: .refused,
                    reason: body.duplicate(of: first))
                return
            }
            seen[body.key] = row.line
            let reasons = (plan?.steps ?? []) + (plan?.notes ?? [])
            self.init(
                line: row.line, reference: row.reference,
                outcome: plan.map { PushOutcome(planned: $0.action) } ?? .refused,
                reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
        }
    }
}
