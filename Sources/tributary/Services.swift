import HTTPAPI
import Logging
import ServiceLifecycle

/// Runs services until one fails, or until this task is cancelled, which is how a signal arrives: then they
/// are asked to end, the last first, and get 8 seconds of the 10 that rule L5 allows.
func runServices(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
    var configuration = ServiceGroupConfiguration(services: services, logger: .quiet)
    configuration.maximumGracefulShutdownDuration = .seconds(8)
    let group = ServiceGroup(configuration: configuration)
    let running = Task { try await group.run() }
    do {
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    } catch let error as CannotListen {
        throw Stop.failed("tributary: \(error)")
    } catch {
        if let stop = Stop(error) { throw stop }
        // Services that did not come to an end in time were cut off; what they had to do is kept.
        guard Task.isCancelled else { throw Stop.failed("tributary: \(error)") }
    }
}

/// Work that is cut off when the services are to end: all of it can be done again.
struct Working: Service {
    let work: @Sendable () async throws -> Void

    init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}

extension Logger {
    /// The libraries' own notes are for who works on them.
    static var quiet: Logger { Logger(label: "tributary") { _ in SwiftLogNoOpLogHandler() } }
}
