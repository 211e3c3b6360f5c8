package import Logging
package import Metrics
import Store

/// Where the host tells those who operate it what it does: numbers, and records of a log. Nobody else is told by it.
package struct Telemetry: Sendable {
    package let metrics: any MetricsFactory
    package let logger: Logger

    package init(metrics: any MetricsFactory, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    /// Tells nobody.
    package static var silent: Telemetry {
        Telemetry(
            metrics: NOOPMetricsHandler.instance,
            logger: Logger(label: "tributary") { _ in SwiftLogNoOpLogHandler() })
    }
}
