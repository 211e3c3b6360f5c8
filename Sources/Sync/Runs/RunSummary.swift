import ConfigurationFiles
import ConnectorKit
import Logging
import Model
import Runtime

/// Logs what precedes the record of a run.
struct RunSummary: Sendable {
    private let subject: String
    private let metadata: Logger.Metadata
    private let logger: Logger

    init(_ kind: RunKind, of connection: ConfiguredConnection, _ id: ConnectionID, to telemetry: Telemetry) {
        let provider = connection.provider.descriptor.id
        subject = "\(kind.rawValue) of \(id.name) (\(provider))"
        metadata = [
            "kind": "\(kind.rawValue)", "connection": "\(id.name)", "provider": "\(provider)",
            "groups": .array(connection.deployments.map { "\($0.group)" }),
        ]
        logger = telemetry.logger
    }

    func waits() {
        logger.notice(
            "\(subject): another process is at work on it; waiting until that is done", metadata: metadata)
    }

    func begins() { logger.debug("\(subject) begins", metadata: metadata) }
}
