import Host
package import Runtime

extension MetricFamily {
    static let httpRequests = MetricFamily(
        "tributary_http_requests_total", .counter, "Requests that were answered, by route and status.")
    static let httpSeconds = MetricFamily(
        "tributary_http_request_duration_seconds",
        .histogram([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
        "How long it took until an answer could be sent.")
    static let httpActive = MetricFamily(
        "tributary_http_requests_active", .gauge, "Requests that are being worked on, this one included.")
    static let storeUp = MetricFamily(
        "tributary_store_up", .gauge, "Whether the store could be read just now.")
    static let build = MetricFamily("tributary_build_info", .gauge, "1, for the version that runs.")
    static let processStart = MetricFamily(
        "process_start_time_seconds", .gauge, "When the process began to serve, in seconds since 1970.")

    /// Every metric of `/metrics`, in order.
    package static let all = [build, processStart, storeUp, httpActive, httpRequests, httpSeconds] + ofHost
}
