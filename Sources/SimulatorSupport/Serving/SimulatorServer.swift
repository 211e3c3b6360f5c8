package import ConnectorKit
import Foundation
package import Hummingbird
package import Logging
package import NIOCore
import ServiceLifecycle

/// An HTTP server on 127.0.0.1 for one simulator.
package struct SimulatorServer: Sendable {
    /// What it says of itself in `Server`, such as `acme-simulator`.
    package let name: String
    /// 0 takes a free one.
    package let port: Int
    private let logger: Logger

    /// - Parameter logger: nil for one that writes nothing.
    package init(name: String, port: Int = 0, logger: Logger? = nil) {
        self.name = name
        self.port = port
        self.logger = logger ?? Logger(label: name) { _ in SwiftLogNoOpLogHandler() }
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - site: what is served, once the server's own address is known, such as `http://127.0.0.1:8361`.
    ///   - ready: called once, when connections are accepted.
    ///   - respond: answers a request; it is also handed the connection, which a fault may end.
    /// - Throws: ``SimulatorFailure/listening(_:)`` if the port cannot be had.
    package func run(
        site: @escaping @Sendable (_ url: String) -> RunningSimulator,
        ready: @escaping @Sendable (RunningSimulator) -> Void,
        respond: @escaping @Sendable (Request, any Channel) async throws -> Response
    ) async throws {
        let port = port
        let application = Application(
            responder: CallbackResponder<SimulatorContext> { request, context in
                try await respond(request, context.channel)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: name),
            onServerRunning: { channel in
                ready(site("http://127.0.0.1:\(channel.localAddress?.port ?? port)"))
            },
            logger: logger)
        do {
            try await untilCancelled(application)
        } catch let error as IOError {
            let reason =
                error.errnoCode == EADDRINUSE ? "the port is in use; --port 0 takes a free one" : "\(error)"
            throw SimulatorFailure.listening("cannot listen on 127.0.0.1:\(port): \(reason)")
        }
    }
}

/// Runs a service until this task is cancelled.
///
/// A server that is cancelled outright drops connections it was about to take, which NIO does not survive. It
/// is asked to end instead: it takes no more, and answers that are under way get a second (our decision).
private func untilCancelled(_ service: any Service) async throws {
    var configuration = ServiceGroupConfiguration(
        services: [.init(service: service)],
        logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() })
    configuration.maximumGracefulShutdownDuration = .seconds(1)
    let group = ServiceGroup(configuration: configuration)
    let running = Task { try await group.run() }
    do {
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    } catch  where Task.isCancelled {
        return
    }
}

/// What a request comes with: its connection.
private struct SimulatorContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}
