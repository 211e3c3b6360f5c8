package import ConnectorKit
import HTTPTypes
import Hummingbird
import NIOCore

extension SimulatorServer {
    /// Serves a simulated service until the task is cancelled.
    ///
    /// - Parameters:
    ///   - settings: The settings that a provider file needs for the server's own address.
    ///   - activity: How often something happens at the service; nil for never.
    ///   - ready: Called once, when connections are accepted.
    ///   - act: Lets something happen, by numbers from 1 on.
    ///   - answer: Answers a request, whose body has at most 1 MiB.
    /// - Throws: ``SimulatorFailure/listening(_:)`` if the port cannot be had.
    package func serve(
        settings: @escaping @Sendable (_ url: String) -> [(name: String, value: String)],
        activity: Duration? = nil,
        ready: @escaping @Sendable (RunningSimulator) -> Void,
        act: @escaping @Sendable (Int) async -> Void = { _ in },
        answer: @escaping @Sendable (SimulatedRequest) async throws -> SimulatedAnswer
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await run(site: { RunningSimulator(url: $0, settings: settings($0)) }, ready: ready) {
                    request, _ in
                    try await answer(try await SimulatedRequest(request)).response
                }
            }
            if let activity {
                group.addTask {
                    var number = 0
                    while (try? await Task.sleep(for: activity)) != nil {
                        number += 1
                        await act(number)
                    }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

extension SimulatedRequest {
    fileprivate init(_ request: Request) async throws {
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        let body = try await request.body.collect(upTo: 1 << 20)
        self.init(
            request.method.rawValue, request.uri.path, query: request.uri.query ?? "", headers: headers,
            body: Array(buffer: body))
    }
}

extension SimulatedAnswer {
    fileprivate var response: Response {
        Response(
            status: .init(code: status), headers: HTTPFields(contentType: contentType, headers),
            body: isCut ? .cutOff(body) : ResponseBody(byteBuffer: body))
    }
}
