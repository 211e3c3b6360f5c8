import Foundation
import Host
import Model
import Hummingbird
import NIOCore
import Runtime
import Store
import Webhooks

/// `/metrics`: counters since the start, and the current state of the store.
struct MetricsPage: Sendable {
    let registry: MetricRegistry
    let live: LiveHost
    let webhooks: @Sendable () -> WebhookReceiver
    let started: Date

    func response() async -> Response {
        // A new registry for each page: what left the store must not stay on the page.
        let reading = MetricRegistry()
        MetricFamily.build.set(1, [("version", Version.current)], in: reading)
        MetricFamily.processStart.set(started.timeIntervalSince1970, in: reading)
        webhooks().counters.measure(into: reading)
        do throws(StoreError) {
            try await live.current.measure(into: reading)
            try await live.current.store.checkWritable()
            MetricFamily.storeUp.set(1, in: reading)
        } catch {
            live.report("metrics without the store: \(error)")
            MetricFamily.storeUp.set(0, in: reading)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: reading.text + registry.text)))
    }
}
