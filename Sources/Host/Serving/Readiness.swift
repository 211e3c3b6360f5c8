/// Whether a host can do its work.
package enum Readiness: Sendable, Equatable {
    case ready
    /// Why not, in words that say nothing about this machine to whoever asks.
    case notReady(String)
}
