import Foundation
import HTTPTypes
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

    func response(to request: Request) async -> Response {
        do {
            try await requireAccess(request)
        } catch let problem as Problem {
            return problem.response
        } catch {
            live.report("metrics: \(error)")
            return Problem.hostFailed(error).response
        }
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

    /// Whoever reaches the host itself may read it, as a monitoring service does. What a proxy passes on comes from
    /// elsewhere and needs a token of all groups, and so does who shows a token (rule L11).
    private func requireAccess(_ request: Request) async throws {
        let isForwarded = ["Forwarded", "X-Forwarded-For", "Via"].contains { name in
            HTTPField.Name(name).map { request.headers.contains($0) } ?? false
        }
        let presented = request.headers[.authorization]
        guard isForwarded || presented != nil else { return }
        guard let presented, presented.lowercased().hasPrefix("bearer "),
            let token = try await live.current.token(
                presented: presented.dropFirst(7).trimmingCharacters(in: .whitespaces))
        else { throw Problem.unauthorized }
        guard token.groups.isEmpty else {
            throw Problem.forbidden("this token is limited to groups, and this concerns all of them")
        }
    }
}
