package import ConnectorKit
import Hummingbird
import NIOCore
import SimulatorSupport

/// The simulator of this platform, as the registry lists it.
package let simulator: any Simulator = SkeletonSimulator()

/// Serves a ``SimulatedPlatform`` over HTTP; its items are learners.
struct SkeletonSimulator: Simulator {
    let providerID = "skeleton"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        guard options.faults.isEmpty else { throw SimulatorFailure.options("it knows no faults") }
        let platform = SimulatedPlatform(learners: options.items)
        try await SimulatorServer(name: "skeleton-simulator", port: options.port).run(
            site: { url in
                RunningSimulator(
                    url: url, settings: [("url", url), ("api_key", SimulatedPlatform.key)],
                    group: [("group", "sales"), ("admin", SimulatedPlatform.admin)])
            }, ready: ready
        ) { request, _ in
            let body = try await request.body.collect(upTo: 16 << 20)
            let answer = platform.answer(
                request.method.rawValue, request.uri.path, Array(buffer: body),
                isAuthorized: request.headers[.authorization] == "Bearer \(SimulatedPlatform.key)")
            return Response(
                status: .init(code: answer.status), headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }
}
