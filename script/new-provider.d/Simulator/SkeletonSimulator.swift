package import ConnectorKit
import HTTPTypes
import Hummingbird
import NIOCore
import SimulatorSupport

/// The simulator of this provider, as the registry lists it.
package let simulator: any Simulator = SkeletonSimulator()

/// Serves a ``SimulatedService`` over HTTP.
struct SkeletonSimulator: Simulator {
    let providerID = "skeleton"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        let service = SimulatedService(items: options.items, faults: try options.faultRules())
        try await SimulatorServer(name: "skeleton-simulator", port: options.port).run(
            site: { RunningSimulator(url: $0, settings: [("url", $0), ("api_key", SimulatedService.key)]) },
            ready: ready
        ) { request, _ in
            let answer = try await service.answer(
                request.method.rawValue, request.uri.string,
                authorization: request.headers[.authorization])
            return Response(
                status: .init(code: answer.status), headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }
}
