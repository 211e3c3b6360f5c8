import ConnectorKit
import Metrics

/// Counts every request that goes out, those included that are tried again.
struct CountedClient: HTTPClient {
    let base: any HTTPClient
    /// Who is asked: a provider's id, or the platform's name.
    let target: String
    let metrics: any MetricsFactory

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        do throws(Failure) {
            let response = try await base.send(request)
            count("\(response.status)")
            MetricFamily.receivedBytes.add(response.body.count, [("target", target)], to: metrics)
            return response
        } catch {
            count("none")
            throw error
        }
    }

    private func count(_ status: String) {
        MetricFamily.requests.add(1, [("target", target), ("status", status)], to: metrics)
    }
}
