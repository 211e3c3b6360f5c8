import Store

/// What a host that runs by itself is at.
enum Phase: Sendable {
    case starting, atWork, ending
}

extension LiveHost {
    /// Whether the host can do its work now: it has its configuration, its schedule runs, and its store can be read
    /// and written.
    package func readiness() async -> Readiness {
        switch phase {
        case .starting: return .notReady("the host is starting")
        case .ending: return .notReady("the host is ending")
        case .atWork: break
        }
        do throws(StoreError) {
            try await current.store.checkWritable()
            return .ready
        } catch {
            report("not ready: \(error)")
            return .notReady("the store does not answer")
        }
    }
}
