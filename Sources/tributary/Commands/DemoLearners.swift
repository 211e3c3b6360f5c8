import ConfigurationFiles
import Console
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model
import ServiceLifecycle
import Store
import Synchronization

/// The demo while it stays up: it serves as `tributary serve` does, the simulated portal calls it, and each
/// attempt that begins or ends is a line.
struct DemoLearners {
    let session: Session
    let host: HostRuntime
    /// What the host counts with.
    let registry: MetricRegistry
    /// The host's file; the address it is called at is written into it.
    let hostFile: String

    /// Serves until the task is cancelled.
    func show() async throws {
        let token = try await host.createToken(name: "demo", role: .admin, groups: [], lifetime: nil).text
        let source = session.source(file: hostFile, explicit: true)
        let serving = try await ServingHost(host, from: source) { complain(session.describe($0)) }
        let (listening, ready) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = HostServer(
            listen: ListenAddress(host: "127.0.0.1", port: 0), live: serving.live,
            webhooks: { serving.receiver }, registry: registry, pages: { try ConsoleRoutes($1).add(to: $0) },
            logger: .quiet
        ) { ready.yield($0) }
        try await runServices([
            .init(service: Working { await serving.run() }),
            .init(
                service: Working {
                    guard let address = await listening.first(where: { _ in true }) else { return }
                    try tell(address, token)
                    try await call(at: address, serving)
                    try await watch()
                }),
            .init(service: server),
        ])
    }

    private func tell(_ address: ListenAddress, _ token: Secret) throws {
        try say(
            """

            The console is at http://\(address)/
            Its token, which ends with the demo: \(token.reveal())

            What learners do now, as the portal calls and the host asks again:
            """)
    }

    /// Has the portal call the host; its address is known only now.
    private func call(at address: ListenAddress, _ serving: ServingHost) async throws {
        let file = URL(filePath: hostFile)
        do {
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data("\(text)http:\n  public_url: http://\(address)\n".utf8).write(to: file)
        } catch {
            throw Stop.failed("tributary: \(hostFile) cannot be written: \(error.localizedDescription)")
        }
        await serving.live.reload()
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
        try await host.store.forEachAttempt(AttemptQuery()) { batch in
            found.withLock { found in for attempt in batch { found[attempt.id] = attempt } }
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
        try await host.store.forEachCourse(CourseQuery(group: attempt.group)) { batch in
            let course = batch.first { $0.content.externalID == attempt.externalCourseID }
            if let course { found.withLock { $0 = course.content.name } }
        }
        return found.withLock { $0 }
    }
}
