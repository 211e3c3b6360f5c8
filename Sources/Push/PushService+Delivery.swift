import ConfigurationFiles
package import ConnectorKit
import Foundation
package import Model
import Runtime
package import Store

/// What a push that was waited for came to.
package struct PushReport: Sendable {
    /// Why entries still wait; nil if none does.
    package var failure: String?
    /// Whether somebody stopped it.
    package var wasInterrupted = false
    /// What is kept of it; nil if there was nothing to do.
    package internal(set) var run: Run?
}

extension PushService {
    /// Delivers all that waits for a target, and waits until each entry is done or set aside.
    ///
    /// - Parameters:
    ///   - isWaitedFor: whether entries that are to be tried again later are waited for.
    ///   - progress: receives how many entries are dealt with so far, or that another process is at work.
    package func deliver(
        to target: PushTarget, isWaitedFor: Bool = true,
        progress: @escaping @Sendable (PushProgress) -> Void = { _ in }
    ) async throws(StoreError) -> PushReport {
        guard let due = try await store.nextPush(of: target.id), isWaitedFor || due <= context.now else {
            return PushReport()
        }
        let lease = try await context.lease(target.lease) { progress(.waiting) }
        let report = try await delivered(
            to: target, under: store.under(lease), isWaitedFor: isWaitedFor, progress)
        lease.release()
        return report
    }

    private func delivered(
        to target: PushTarget, under leased: LeasedStore, isWaitedFor: Bool,
        _ progress: @Sendable (PushProgress) -> Void
    ) async throws(StoreError) -> PushReport {
        let started = context.now
        let run = try await leased.beginRun(
            kind: "push", provider: target.provider.descriptor.id, connection: target.id,
            groups: target.connection.deployments.map(\.group), at: started)
        let session = context.environment.session(to: target.connection)
        defer { session.close() }
        let round = PushRound(
            leased: leased, now: context.environment.now, target: target, session: session, run: run)
        var counters = Run.Counters()
        var report = PushReport()
        var isRateLimited = false
        while !Task.isCancelled {
            let result = try await round.go()
            counters.add(result.counters)
            progress(.delivered(counters.seen))
            if let failure = result.failure {
                report.failure = failure.message
                if case .rateLimited = failure { isRateLimited = true }
                break
            }
            guard result.taken == 0 else { continue }
            guard isWaitedFor, let due = try await store.nextPush(of: target.id) else { break }
            let pause = max(0.05, due.timeIntervalSince(context.now))
            try? await context.environment.clock.sleep(for: .seconds(pause))
        }
        report.wasInterrupted = Task.isCancelled
        (counters.requests, counters.bytes) = session.traffic
        let outcome: Run.Outcome =
            report.wasInterrupted
            ? .interrupted
            : isRateLimited
                ? .rateLimited
                : report.failure == nil ? .done : counters.seen == 0 ? .failed : .incomplete
        let now = context.now
        try await leased.finishRun(
            run, at: now, outcome: outcome,
            error: report.wasInterrupted ? "interrupted; the next push goes on" : report.failure,
            counters: counters, seconds: now.timeIntervalSince(started))
        report.run = try await store.run(run)
        return report
    }

    /// What a push would do, row by row, without keeping or sending anything.
    ///
    /// - Returns: each row's plan, in the order of the rows; nil for those that are none.
    /// - Throws: ``Failure`` if the provider cannot be asked.
    package func plan(_ rows: [PushRow], for target: PushTarget) async throws(Failure) -> [PushPlan?] {
        let rows = await marked(rows, for: target)
        let session = context.environment.session(to: target.connection)
        let found = await withTaskGroup(
            of: (Int, Result<PushPlan, Failure>).self, returning: Result<[Int: PushPlan], Failure>.self
        ) { group in
            var waiting = rows.indices[...]
            func add() {
                while let index = waiting.popFirst() {
                    guard case .item(let body) = rows[index].content else { continue }
                    group.addTask {
                        do throws(Failure) {
                            return (index, .success(try await target.plan(body, over: session)))
                        } catch {
                            guard case .item(let reason) = error else { return (index, .failure(error)) }
                            return (index, .success(PushPlan(.refuse, notes: [reason], basis: "")))
                        }
                    }
                    return
                }
            }
            for _ in 0..<PushRound.width { add() }
            var found: [Int: PushPlan] = [:]
            for await (index, plan) in group {
                switch plan {
                case .success(let plan): found[index] = plan
                case .failure(let failure):
                    // Those that are cancelled for it fail too, and say less.
                    group.cancelAll()
                    return .failure(failure)
                }
                add()
            }
            return .success(found)
        }
        do throws(Failure) {
            let plans = try found.get()
            return rows.indices.map { plans[$0] }
        } catch {
            throw error.mapMessage(session.hidingSecrets)
        }
    }

    /// The rows as they would be sent; unmarked if the store cannot be read.
    private func marked(_ rows: [PushRow], for target: PushTarget) async -> [PushRow] {
        let contents = rows.map { row -> PushedContent? in
            guard case .item(.content(let content)) = row.content else { return nil }
            return content
        }
        let known = contents.compactMap(\.self)
        guard !known.isEmpty, var marked = try? await store.marked(known, of: target.id)[...] else {
            return rows
        }
        return zip(rows, contents).map { row, content in
            guard content != nil, let content = marked.popFirst() else { return row }
            return PushRow(
                line: row.line, reference: row.reference, content: .item(.content(content)), plan: row.plan)
        }
    }
}

/// How far a delivery has come, for a person who watches.
package enum PushProgress: Sendable {
    /// Another process delivers to the same connection.
    case waiting
    /// How many entries are dealt with.
    case delivered(Int)
}

extension Run.Counters {
    fileprivate mutating func add(_ other: Run.Counters) {
        seen += other.seen
        created += other.created
        updated += other.updated
        unchanged += other.unchanged
        skipped += other.skipped
    }
}
