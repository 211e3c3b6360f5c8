import Store
import Synchronization

/// The host as it is configured now, for what runs longer than one configuration.
public final class LiveHost: Sendable {
    private struct State {
        var host: HostRuntime
        var syncs: [Int: Task<Void, Never>] = [:]
        var last = 0
        var reload: @Sendable () async -> Void = {}
    }

    private let state: Mutex<State>
    let requests = DeliveryRequests()
    /// Told what goes wrong and is no caller's to know, or nobody waits for.
    public let report: @Sendable (String) -> Void

    public init(_ host: HostRuntime, report: @escaping @Sendable (String) -> Void = { _ in }) {
        state = Mutex(State(host: host))
        self.report = report
    }

    public var current: HostRuntime { state.withLock { $0.host } }

    /// From now on the host is configured like this.
    func replace(with host: HostRuntime) { state.withLock { $0.host = host } }

    /// From now on this reads the files again.
    func reloading(by reload: @escaping @Sendable () async -> Void) {
        state.withLock { $0.reload = reload }
    }

    /// Reads the files again, for who has just changed one and wants to see it.
    public func reload() async { await state.withLock { $0.reload }() }

    /// Has what changed delivered at once, without waiting for it; nothing where nothing is delivered by
    /// itself.
    public func deliver() { requests.ask(.changes) }

    /// Begins a sync that nobody waits for; its runs tell what became of it.
    public func sync(_ request: SyncRequest) {
        state.withLock { state in
            state.last += 1
            let number = state.last
            let host = state.host
            state.syncs[number] = Task {
                do throws(StoreError) {
                    _ = try await host.sync(request) { _, _, _ in }
                    requests.ask(.all)
                } catch {
                    report("\(error)")
                }
                self.state.withLock { $0.syncs[number] = nil }
            }
        }
    }

    /// Interrupts what was begun, and waits until it is recorded.
    func stop() async {
        let syncs = state.withLock { Array($0.syncs.values) }
        for sync in syncs { sync.cancel() }
        for sync in syncs { await sync.value }
    }
}
