package import Metrics

/// A number that is shown to those who operate the host: its name, what it counts, and how.
///
/// Names follow the conventions of Prometheus: base units, `_total` for what only grows.
package struct MetricFamily: Sendable {
    package enum Kind: Sendable, Equatable {
        case counter, gauge
        /// Seconds, counted up to each of these bounds.
        case histogram([Double])
    }

    package let name: String
    /// One sentence.
    package let help: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// The names of the values that tell its series apart, with the values.
    package typealias Labels = [(String, String)]

    /// Counts further.
    package func add(_ amount: Int, _ labels: Labels = [], to metrics: any MetricsFactory) {
        Counter(label: name, dimensions: labels, factory: metrics).increment(by: amount)
    }

    /// Shows this value from now on.
    package func set(_ value: Double, _ labels: Labels = [], in metrics: any MetricsFactory) {
        Meter(label: name, dimensions: labels, factory: metrics).set(value)
    }

    /// Counts something that took so long.
    package func observe(seconds: Double, _ labels: Labels = [], in metrics: any MetricsFactory) {
        Timer(label: name, dimensions: labels, factory: metrics).recordSeconds(seconds)
    }
}
