public import ConnectorKit
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The simulator of this provider, as the registry lists it.
public let simulator: any Simulator = SkeletonSimulator()

/// Serves a ``SimulatedService`` over HTTP.
struct SkeletonSimulator: Simulator {
    let providerID = "skeleton"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        let service = SimulatedService(items: options.items, faults: try options.faults.map(Fault.init))
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                let answer = try await service.answer(
                    request.method.rawValue, request.uri.string,
                    authorization: request.headers[.authorization])
                return Response(
                    status: .init(code: answer.status), headers: [.contentType: "application/json"],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
            },
            configuration: .init(address: .hostname("127.0.0.1", port: options.port)),
            onServerRunning: { channel in
                let url = "http://127.0.0.1:\(channel.localAddress?.port ?? options.port)"
                ready(SimulatorSite(url: url, settings: [("url", url), ("api_key", SimulatedService.key)]))
            },
            logger: Logger(label: "skeleton-simulator") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await application.run()
        } catch let error as IOError {
            throw SimulatorFailure.listening("cannot listen on 127.0.0.1:\(options.port): \(error)")
        }
    }
}
