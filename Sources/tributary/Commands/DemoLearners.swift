import Console
import ConnectorKit
import Foundation
import Host
import ServiceLifecycle
import Store
import Synchronization

/// Shows what learners do while the demo stays up: the portal calls the host, as it calls `tributary serve`,
/// and each attempt that begins or ends is a line.
struct DemoLearners {
    let session: Session
    let host: HostRuntime

    /// Shows until the task is cancelled.
    func show() async throws {
        let (receiver, worker) = try await storing { () async throws(StoreError) in
            try await host.webhooks { complain("tributary: \($0)") }
        }
        let (listening, ready) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = HostServer(
            listen: ListenAddress(host: "127.0.0.1", port: 0), live: LiveHost(host), webhooks: { receiver },
            logger: .quiet
        ) { ready.yield($0) }
        try await runServices([
            .init(service: Working { await worker.run() }),
            .init(
                service: Working {
                    guard let address = await listening.first(where: { _ in true }) else { return }
                    try await register(at: address)
                    try await watch()
                }),
            .init(service: server),
        ])
    }

    /// The address is known only now: a second host over the same store has it as its own.
    private func register(at address: ListenAddress) async throws {
        var configuration = host.configuration
        configuration.host.publicURL = "http://\(address)"
        let called = try await session.host(over: configuration)
        let reports = try await storing { () async throws(StoreError) in try await called.registerWebhooks() }
        try Task.checkCancellation()
        for report in reports where report.error != nil { complain("tributary: \(report)") }
    }

    private func watch() async throws {
        var known = try await attempts()
        while !Task.isCancelled {
            try await Task.sleep(for: .milliseconds(500))
            let now = try await attempts()
            for attempt in now.values.sorted(by: { $0.id < $1.id }) {
                let before = known[attempt.id]
                guard before == nil || before?.state.completedAt != attempt.state.completedAt else {
                    continue
                }
                try say("\(try await line(attempt))")
            }
            known = now
        }
    }

    private func attempts() async throws -> [Int64: Attempt] {
        let found = Mutex<[Int64: Attempt]>([:])
        try await storing { () async throws(StoreError) in
            try await host.store.forEachAttempt(AttemptQuery()) { batch in
                found.withLock { found in for attempt in batch { found[attempt.id] = attempt } }
            }
        }
        return found.withLock { $0 }
    }

    private func line(_ attempt: Attempt) async throws -> String {
        let group = host.configuration.group(attempt.group)?.name ?? attempt.group
        let name = try await name(of: attempt) ?? attempt.externalCourseID
        let deed =
            switch (attempt.state.completedAt, attempt.state.result) {
            case (nil, _): "began"
            case (_, .success): "completed and passed"
            case (_, .failed): "completed and failed"
            case (_, nil): "completed"
            }
        return "  \(attempt.user) \(deed) \"\(name)\" (\(group))"
    }

    private func name(of attempt: Attempt) async throws -> String? {
        let found = Mutex<String?>(nil)
        try await storing { () async throws(StoreError) in
            try await host.store.forEachCourse(CourseQuery(group: attempt.group)) { batch in
                let course = batch.first { $0.content.externalID == attempt.externalCourseID }
                if let course { found.withLock { $0 = course.content.name } }
            }
        }
        return found.withLock { $0 }
    }
}
