import Host
package import Metrics
package import Runtime
import Synchronization

/// Keeps numbers, to be shown in the text format of Prometheus: a backend of swift-metrics.
///
/// Only what is declared is kept, so every number has its help and its type; anything else counts for nothing.
package final class MetricRegistry: MetricsFactory {
    private struct Label: Hashable {
        let name: String
        let value: String
    }

    private let families: [String: MetricFamily]
    private let order: [MetricFamily]
    private let series = Mutex<[String: [[Label]: MetricSeries]]>([:])

    /// - Parameter families: what is kept, in the order in which it is shown.
    package init(_ families: [MetricFamily] = MetricFamily.all) {
        order = families
        self.families = Dictionary(families.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - What swift-metrics asks for

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard case .counter = families[label]?.kind else { return NOOPMetricsHandler.instance }
        return series(of: label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        guard case .gauge = families[label]?.kind else { return NOOPMetricsHandler.instance }
        return series(of: label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard case .histogram(let bounds) = families[label]?.kind else { return NOOPMetricsHandler.instance }
        return series(of: label, dimensions, bounds)
    }

    /// Nothing here is a recorder: a value that is set is a meter, one that is observed a timer.
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
        -> any RecorderHandler
    { NOOPMetricsHandler.instance }

    // Handles are made for every count and let go; the series stays.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}

    private func series(of label: String, _ dimensions: [(String, String)], _ bounds: [Double] = [])
        -> MetricSeries
    {
        let labels = dimensions.map { Label(name: $0.0, value: $0.1) }
        return series.withLock { series in
            if let known = series[label]?[labels] { return known }
            let new = MetricSeries(bounds: bounds)
            series[label, default: [:]][labels] = new
            return new
        }
    }

    // MARK: - Text

    /// All that was counted, in the text format of Prometheus, version 0.0.4; families without a number are left
    /// out.
    package var text: String {
        let series = series.withLock { $0 }
        var text = ""
        for family in order {
            guard let all = series[family.name] else { continue }
            let lines = all.map { labels, series in
                (labels.map { ($0.name, $0.value) }, series.reading)
            }
            text += MetricText.family(family, lines)
        }
        return text
    }
}
