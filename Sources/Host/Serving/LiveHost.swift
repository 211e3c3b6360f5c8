import Delivery
package import ConfigurationFiles
import Runtime
import Store
import Synchronization

/// The host as it is configured now, for what runs longer than one configuration.
package final class LiveHost: Sendable {
    private struct State {
        var host: HostRuntime
        var reload: @Sendable () async -> String? = { nil }
        var phase = Phase.atWork
        var address: ListenAddress?
    }

    private let state: Mutex<State>
    let requests = DeliveryRequests()
    /// Where the configuration comes from; nil for a host that runs without files.
    package let source: ConfigurationSource?
    /// Receives what goes wrong and is no caller's to know, or nobody waits for.
    package let report: @Sendable (String) -> Void
    package let board = RunBoard()
    package let images = CourseImages()
    package let syncs: JobList<SyncJob>
    package let reconciles: JobList<ReconcileJob>

    package init(
        _ host: HostRuntime, from source: ConfigurationSource? = nil,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        state = Mutex(State(host: host))
        self.source = source
        self.report = report
        syncs = JobList(report: report)
        reconciles = JobList(report: report)
    }

    package var current: HostRuntime { state.withLock { $0.host } }

    /// What a host that runs by itself is at; one that only answers is always at work.
    var phase: Phase {
        get { state.withLock { $0.phase } }
        set { state.withLock { $0.phase = newValue } }
    }

    /// Where people reach the host by a browser.
    package var origin: String {
        let (host, address) = state.withLock { ($0.host, $0.address) }
        return host.configuration.host.origin(listeningOn: address) ?? ""
    }

    /// The host is reached at this address from now on.
    package func listens(on address: ListenAddress) { state.withLock { $0.address = address } }

    /// From now on the host is configured like this.
    func replace(with host: HostRuntime) { state.withLock { $0.host = host } }

    /// From now on this reads the files again.
    func reloading(by reload: @escaping @Sendable () async -> String?) {
        state.withLock { $0.reload = reload }
    }

    /// Reads the files again, for who has just changed one and wants to see it.
    ///
    /// - Returns: why they are not in force; nil if they are.
    @discardableResult
    package func reload() async -> String? { await state.withLock { $0.reload }() }

    /// Has what changed delivered at once, without waiting for it; nothing if nothing is delivered by
    /// itself.
    package func deliver() { requests.ask(.changes) }

    /// Interrupts what calls began, and waits until it is recorded.
    func stop() async {
        await reconciles.stop()
        await syncs.stop()
    }
}

extension LiveHost {
    /// Makes a change, puts it in force, and has it delivered at once.
    ///
    /// - Parameter host: the host as it was when the change was described.
    package func perform<Value>(_ change: Change<Value>, on host: HostRuntime, by actor: ChangeActor)
        async throws -> Value
    {
        let value = try await host.perform(change, by: actor) { await self.reload() }
        if change.consequence != nil { deliver() }
        return value
    }
}
