public import Metrics

/// A number that is shown to those who operate the host: its name, what it counts, and how.
///
/// Names follow the conventions of Prometheus: base units, `_total` for what only grows.
public struct MetricFamily: Sendable {
    public enum Kind: Sendable, Equatable {
        case counter, gauge
        /// Seconds, counted up to each of these bounds.
        case histogram([Double])
    }

    public let name: String
    /// One sentence.
    public let help: String
    public let kind: Kind

    public init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// The names of the values that tell its series apart, with the values.
    public typealias Labels = [(String, String)]

    /// Counts further.
    public func add(_ amount: Int, _ labels: Labels = [], to metrics: any MetricsFactory) {
        Counter(label: name, dimensions: labels, factory: metrics).increment(by: amount)
    }

    /// Shows this value from now on.
    public func set(_ value: Double, _ labels: Labels = [], in metrics: any MetricsFactory) {
        Meter(label: name, dimensions: labels, factory: metrics).set(value)
    }

    /// Counts something that took so long.
    public func observe(seconds: Double, _ labels: Labels = [], in metrics: any MetricsFactory) {
        Timer(label: name, dimensions: labels, factory: metrics).recordSeconds(seconds)
    }
}
