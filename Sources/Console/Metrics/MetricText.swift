import Host

/// The text format of Prometheus.
enum MetricText {
    /// A family with its series, in the order of their labels.
    static func family(
        _ family: MetricFamily, _ series: [(labels: MetricFamily.Labels, value: MetricSeries.Value)]
    ) -> String {
        let kind =
            switch family.kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        let help = family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
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
        let pairs = labels.map { name, value in
            let value = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(value)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }
}
