/// How long a request may take and how large its answer may be (contract section 14).
package struct TransferLimits: Sendable, Equatable {
    /// The time to reach the server, name lookup and TLS included.
    package var connect: Duration
    /// The longest time in which no byte may arrive, the wait for the first one included. Counted in
    /// whole seconds, rounded up.
    package var idle: Duration
    /// The time from the first hop to the last byte, redirects included. Waiting for a free
    /// connection does not count.
    package var whole: Duration
    /// The bytes of a body, content encodings undone.
    package var bodyBytes: Int

    package init(
        connect: Duration = .seconds(10), idle: Duration = .seconds(30), whole: Duration = .seconds(120),
        bodyBytes: Int = 64 << 20
    ) {
        self.connect = connect
        self.idle = idle
        self.whole = whole
        self.bodyBytes = bodyBytes
    }

    /// Headers of one answer. Without a bound endless headers would fill the memory; no source names one
    /// (our decision).
    static let headerBytes = 256 << 10
    /// Connections to one host at a time; further requests wait (our decision).
    static let connectionsPerHost = 32
}

extension Duration {
    /// Whole milliseconds, at least one: libcurl takes 0 for "no limit".
    var milliseconds: Int {
        max(1, Int(clamping: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }

    /// Whole seconds, rounded up, at least one.
    var wholeSeconds: Int { (milliseconds + 999) / 1000 }

    /// For messages: `10 s`, `0.25 s`.
    var text: String {
        let seconds = Double(milliseconds) / 1000
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
