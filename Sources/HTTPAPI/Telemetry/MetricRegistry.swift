import Host
import Model
package import Metrics
package import Runtime
import Synchronization

/// A backend of swift-metrics that renders the text format of Prometheus.
///
/// Only declared families are kept, so that each has its help and type; anything else is ignored.
package final class MetricRegistry: MetricsFactory {
    private struct Label: Hashable {
        let name: String
        let value: String
    }

    private let families: [String: MetricFamily]
    private let order: [MetricFamily]
    private let series = Mutex<[String: [[Label]: MetricSeries]]>([:])

    /// - Parameter families: the families to keep, in the order of the text.
    package init(_ families: [MetricFamily] = MetricFamily.all) {
        order = families
        self.families = Dictionary(families.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - MetricsFactory

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

    /// No family is a recorder: gauges are meters, histograms are timers.
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
        -> any RecorderHandler
    { NOOPMetricsHandler.instance }

    // A handler is created for every count; its series stays.
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

    /// All values in the text format of Prometheus, version 0.0.4, without empty families.
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
