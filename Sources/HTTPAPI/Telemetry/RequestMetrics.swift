import HTTPTypes
import Host
import Hummingbird
import Metrics
import Runtime

/// Counts requests and measures the time until their answers could be sent.
///
/// Labels have few values: the declared route and known methods. Callers must not be able to create series.
struct RequestMetrics<Context: RequestContext>: RouterMiddleware {
    let metrics: any MetricsFactory
    private let active: Meter
    private let clock = ContinuousClock()

    init(_ metrics: any MetricsFactory) {
        self.metrics = metrics
        active = Meter(label: MetricFamily.httpActive.name, factory: metrics)
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = clock.now
        // `/**` is the console's route for unknown paths.
        let route = context.endpointPath.flatMap { $0 == "/**" ? nil : $0 }
        let labels = [
            ("route", route ?? "unknown"),
            ("method", Self.methods.contains(request.method) ? request.method.rawValue : "other"),
        ]
        active.increment()
        defer { active.decrement() }
        func count(_ status: HTTPResponse.Status) {
            let seconds = (clock.now - start) / .seconds(1)
            MetricFamily.httpRequests.add(1, labels + [("status", "\(status.code)")], to: metrics)
            MetricFamily.httpSeconds.observe(seconds: seconds, labels, in: metrics)
        }
        do {
            let response = try await next(request, context)
            count(response.status)
            return response
        } catch {
            count((error as? any HTTPResponseError)?.status ?? .internalServerError)
            throw error
        }
    }

    private static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options]
    }
}
