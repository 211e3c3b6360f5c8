import Host
import Hummingbird
import NIOCore

/// What the host has counted, in the text format of Prometheus.
struct MetricsPage {
    let text: String

    init(_ webhooks: WebhookCounters.Reading) {
        var lines = [
            "# HELP tributary_webhooks_acknowledged_total Webhook calls that were acknowledged.",
            "# TYPE tributary_webhooks_acknowledged_total counter",
            "tributary_webhooks_acknowledged_total{event=\"new\"} \(webhooks.kept)",
            "tributary_webhooks_acknowledged_total{event=\"known\"} \(webhooks.repeated)",
            "# HELP tributary_webhooks_refused_total Webhook calls that were refused, by reason.",
            "# TYPE tributary_webhooks_refused_total counter",
        ]
        for reason in WebhookRefusal.allCases {
            let count = webhooks.refused[reason] ?? 0
            lines.append("tributary_webhooks_refused_total{reason=\"\(reason.rawValue)\"} \(count)")
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    var response: Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
