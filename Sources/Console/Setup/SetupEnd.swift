import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Host
import Model

/// The first sync of what was set up: its progress, and then the catalog.
enum SetupEnd {
    static func address(_ group: String, _ provider: String) -> String {
        "/setup/done/\(group.percentEncoded)/\(provider.percentEncoded)"
    }

    /// Begins the first sync if the schedule does not, and waits for a moment until it runs.
    static func begin(_ context: PageContext, group: String, provider: String) async {
        let live = context.caller.live
        if await isRunning(live, group, provider) { return }
        let caller = Caller(live, token: context.token)
        _ = try? await caller.call(
            "sync", path: ["group": group, "provider": provider], body: .object(["kind": .text("all")]))
        _ = await isRunning(live, group, provider)
    }

    /// Whether a run of the deployment was begun, or is within two seconds.
    private static func isRunning(_ live: LiveHost, _ group: String, _ provider: String) async -> Bool {
        for _ in 0..<20 {
            let status = try? await live.current.status().first {
                $0.group.id == group && $0.deployment.provider == provider
            }
            if status?.last != nil { return true }
            try? await live.current.clock.sleep(for: .milliseconds(100))
        }
        return false
    }

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        guard let deployment = group.deployment(of: context["provider"]) else {
            throw Problem.notFound("\(context["provider"]) is not deployed in \(group.name)")
        }
        let state = JSONValue.object(try await DeploymentStates(context).record(deployment))
        let run: JSONValue = state["catalog"]
        let outcome: JSONValue = run["outcome"]
        let isRunning = outcome.plain == "running"
        let id: JSONValue = run["id"]
        let live = "/runs/\(id.plain.percentEncoded)/events"
        return ConsolePage(
            "setup-done", context.words("setup.done"), in: .overview,
            [
                ("state", state), ("group", .text(group.name)),
                ("providerName", .text(context.host.name(ofProvider: deployment.provider))),
                ("courses", .text(group.coursesAddress)), ("deployment", .text(deployment.address)),
                ("isRunning", .boolean(isRunning)), ("isWaiting", .boolean(run == .null)),
                ("isDone", .boolean(outcome.plain == "done")), ("error", run["error"]),
                ("count", state["active"]), ("live", isRunning ? .text(live) : .null),
                ("progress", isRunning ? PageContext.progressValues : .null),
            ])
    }
}
