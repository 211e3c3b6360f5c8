import Host
import Runtime

/// The text format of Prometheus.
enum MetricText {
    /// A family with its series, ordered by labels.
    static func family(
        _ family: MetricFamily, _ series: [(labels: MetricFamily.Labels, value: MetricSeries.Value)]
    ) -> String {
        let kind =
            switch family.kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        let help = escaped(family.help)
        let lines = series.map { (labels($0.labels), $0.labels, $0.value) }.sorted { $0.0 < $1.0 }
        return
            (["# HELP \(family.name) \(help)", "# TYPE \(family.name) \(kind)"]
            + lines.flatMap { text, labels, value in
                if case .histogram(let bounds) = family.kind {
                    histogram(family.name, bounds, labels, value)
                } else {
                    ["\(family.name)\(text) \(number(value.number))"]
                }
            }).joined(separator: "\n") + "\n"
    }

    private static func histogram(
        _ name: String, _ bounds: [Double], _ labels: MetricFamily.Labels, _ value: MetricSeries.Value
    ) -> [String] {
        var count = 0
        var lines: [String] = []
        for (bound, more) in zip(bounds.map(number) + ["+Inf"], value.counts) {
            count += more
            lines.append("\(name)_bucket\(Self.labels(labels + [("le", bound)])) \(count)")
        }
        let text = Self.labels(labels)
        return lines + ["\(name)_sum\(text) \(number(value.number))", "\(name)_count\(text) \(count)"]
    }

    private static func labels(_ labels: MetricFamily.Labels) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in "\(name)=\"\(escaped(value, quotes: true))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// Works on bytes: to Swift a quote with a combining mark is another character, to a reader it is a quote.
    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        let bytes = text.utf8.flatMap { byte in
            switch byte {
            case UInt8(ascii: "\\"): Array("\\\\".utf8)
            case UInt8(ascii: "\n"): Array("\\n".utf8)
            case UInt8(ascii: "\"") where quotes: Array("\\\"".utf8)
            default: [byte]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }
}
