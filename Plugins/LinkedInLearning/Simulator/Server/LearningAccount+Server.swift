package import ConnectorKit
import HTTPTypes
import Hummingbird
import NIOCore
import SimulatorSupport

extension LearningAccount {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1; 0 picks a free one.
    ///   - ready: Called once, when the server accepts connections.
    /// - Throws: ``SimulatorFailure/listening(_:)`` if it cannot listen on the port.
    package func serve(
        port: Int = 0, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SimulatorServer(name: "linkedin-learning-simulator", port: port).run(
                    site: self.site, ready: ready
                ) { request, _ in try await self.respond(to: request) }
            }
            if let interval = self.options.activity {
                group.addTask { await self.simulateActivity(every: interval) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func site(url: String) -> RunningSimulator {
        RunningSimulator(
            url: url,
            settings: [
                ("client_id", options.clientID), ("client_secret", options.secret),
                ("locales", Locale.simulated.map(\.name).joined(separator: ", ")),
                ("statistics_from", Learning.firstDay), ("auth_url", url), ("api_url", url),
            ])
    }

    private func respond(to request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let answer = try await answer(
            APIRequest(
                request.method.rawValue, request.uri.path, query: request.uri.query ?? "", headers: headers,
                body: Array(buffer: body)))
        return Response(
            status: .init(code: answer.status),
            headers: HTTPFields(contentType: answer.contentType, answer.headers),
            body: answer.isCut ? .cutOff(answer.body) : ResponseBody(byteBuffer: answer.body))
    }
}
