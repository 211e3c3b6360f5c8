public import Logging
public import Metrics
import Store

/// Where the host tells those who operate it what it does: numbers, and records of a log. Nobody else is told by it.
public struct Telemetry: Sendable {
    public let metrics: any MetricsFactory
    public let logger: Logger

    public init(metrics: any MetricsFactory, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    /// Tells nobody.
    public static var silent: Telemetry {
        Telemetry(
            metrics: NOOPMetricsHandler.instance,
            logger: Logger(label: "tributary") { _ in SwiftLogNoOpLogHandler() })
    }
}
