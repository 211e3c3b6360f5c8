/// The limits of a request's time (rule L4) and of its response's size (rule L3).
package struct TransferLimits: Sendable, Equatable {
    /// The time to connect, including name lookup and TLS.
    package var connect: Duration
    /// The longest time without a received byte, including the wait for the first one. Counted in whole
    /// seconds, rounded up.
    package var idle: Duration
    /// The time from the first hop to the last byte, redirects included. Waiting for a free connection does
    /// not count.
    package var whole: Duration
    /// The bytes of a decoded body.
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

    /// The bytes of one response's headers. Without a limit, endless headers would fill the memory
    /// (our decision).
    static let headerBytes = 256 << 10
    /// Connections to one host at a time. Further requests wait (our decision).
    static let connectionsPerHost = 32
}

extension Duration {
    /// Whole milliseconds, at least one: 0 means "no limit" to libcurl.
    var milliseconds: Int {
        max(1, Int(clamping: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }

    /// Whole seconds, rounded up, at least one.
    var wholeSeconds: Int { (milliseconds + 999) / 1000 }

    /// The duration for messages: `10 s`, `0.25 s`.
    var text: String {
        let seconds = Double(milliseconds) / 1000
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
