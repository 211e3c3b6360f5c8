import Foundation
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore
import Store
import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONFault
import struct ConnectorKit.JSONObject

/// Serves the operations under `/api/v1`, and their description at `/openapi.json`.
struct APIRoutes: Sendable {
    let live: LiveHost
    let operations: [Operation]
    private let signIns: FailedSignIns
    private let fair: FairCalls
    private let repeated = RepeatedCalls()

    /// - Parameters:
    ///   - signIns: shared with the sessions, which take the same tokens.
    ///   - fair: shared with the console, whose visitors use tokens.
    init(
        _ live: LiveHost, operations: [Operation] = Operation.all,
        signIns: FailedSignIns? = nil, fair: FairCalls = FairCalls(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.live = live
        self.operations = operations
        self.signIns = signIns ?? FailedSignIns(now: now)
        self.fair = fair
    }

    func add(to router: Router<some RequestContext>) {
        let document = OpenAPIDocument(operations: operations).record.json
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: document)))
        }
        for path in Set(operations.map(\.path)) {
            let here = operations.filter { $0.path == path }
            let route = PathPattern("/api/v1" + path).route
            for operation in here {
                router.on(route, method: operation.method.http) { request, context in
                    await answer(request, context.parameters, operation)
                }
            }
            let allowed = here.map { $0.method.rawValue.uppercased() }
            for method in Operation.Method.allCases
            where !here.contains(where: { $0.method == method }) {
                router.on(route, method: method.http) { _, _ in
                    var response = Problem(
                        status: .methodNotAllowed, detail: "\(path) takes \(allowed.joined(separator: ", "))"
                    ).response
                    response.headers[.allow] = allowed.joined(separator: ", ")
                    return response
                }
            }
        }
        for method in Operation.Method.allCases {
            router.on("/api/**", method: method.http) { _, _ in
                Problem.notFound("there is no such resource; /openapi.json lists them").response
            }
        }
    }

    private func answer(_ request: Request, _ parameters: Parameters, _ operation: Operation) async
        -> Response
    {
        do {
            let caller = Caller(live, token: try await token(of: request))
            return try await fair.answer(request, of: caller.token, isHeavy: operation.isHeavy) {
                try await answer(request, parameters, operation, caller)
            }
        } catch let problem as Problem {
            return problem.response
        } catch {
            // The error may name paths and the like, which are for the administrator only.
            live.report("\(operation.id): \(error)")
            return Problem.hostFailed(error).response
        }
    }

    private func answer(
        _ request: Request, _ parameters: Parameters, _ operation: Operation, _ caller: Caller
    ) async throws -> Response {
        if operation.role == .admin { try caller.requireAdmin() }
        var call = APICall(
            caller: caller, operation: operation.id,
            path: try path(parameters, operation), query: try query(of: request, operation), body: nil)
        call.subject = PathPattern(operation.path).filled(with: call.path)
        if operation.isWhole { try call.requireWhole() }
        try await readBody(of: request, operation, into: &call)
        if let streams = operation.streams {
            return try await fair.stream(caller.token) { try await streams.open(call).response }
        }
        if operation.status == .seeOther, case .text(let address) = try await operation.run(call) {
            return Response(
                status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
        }
        let (status, text) = try await repeated.answer(call, to: request, of: operation) {
            [call] in (operation.status, try await operation.run(call).shownJSON)
        }
        return respond(status, text, to: request, operation)
    }

    private func respond(
        _ status: HTTPResponse.Status, _ text: String, to request: Request, _ operation: Operation
    ) -> Response {
        guard operation.answer != nil else { return Response(status: status) }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "private, no-cache"]
        if operation.method == .get {
            let tag = EntityTag.of(text)
            headers[.eTag] = tag
            if EntityTag.isKnown(tag, to: request) {
                return Response(status: .notModified, headers: headers)
            }
        }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    // MARK: - The parts of a call

    private func token(of request: Request) async throws -> APIToken {
        let header = request.headers[.authorization] ?? ""
        let scheme = header.prefix(7).lowercased()
        guard scheme == "bearer ",
            let token = try await live.current.token(
                presented: header.dropFirst(7).trimmingCharacters(in: .whitespaces))
        else {
            guard !header.isEmpty else { throw Problem.unauthorized }
            // A valid token is accepted even during a pause: guessing must lock nobody out.
            try signIns.note()
            throw Problem.unauthorized
        }
        return token
    }

    private func path(_ parameters: Parameters, _ operation: Operation) throws(Problem) -> [String: String] {
        var found: [String: String] = [:]
        for name in PathPattern(operation.path).parameters {
            guard let value = parameters.get(name), let text = value.removingPercentEncoding else {
                throw .badRequest("\(name): is no text")
            }
            if let problem = Shape.id.problem(with: .text(text), at: name) {
                throw .badRequest(problem)
            }
            found[name] = text
        }
        return found
    }

    private func query(of request: Request, _ operation: Operation) throws(Problem) -> [String: [String]] {
        guard let pairs = URLEncoding.pairs(request.uri.query ?? "") else {
            throw .badRequest(
                "the query is not percent-encoded UTF-8, or has more than \(URLEncoding.mostFields) fields")
        }
        return try operation.checked(pairs)
    }

    private func readBody(of request: Request, _ operation: Operation, into call: inout APICall)
        async throws(Problem)
    {
        guard let shape = operation.body else { return }
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        guard type.trimmingCharacters(in: .whitespaces) == "application/json" else {
            throw Problem(
                status: .unsupportedMediaType, detail: "a body of the type application/json was expected")
        }
        let bytes = try await request.bytes(of: "a body", limit: operation.bodyLimit)
        do throws(JSONFault) {
            if case .oneOrMany(let item, let maximum) = shape {
                call.items = try PushItems(bytes, of: item, maximum: maximum)
            } else {
                call.body = try JSONValue(bytes)
            }
        } catch {
            throw .badRequest("the body is not JSON: \(error)")
        }
        if let problem = call.items?.problem ?? call.body.flatMap({ shape.problem(with: $0, at: "") }) {
            throw .badRequest(problem)
        }
    }
}

extension Operation {
    /// Whether it concerns all groups, so that a token limited to some groups may not call it.
    var isWhole: Bool { role == .admin && !path.contains("{group}") }

    /// How long its body may be.
    var bodyLimit: BodyLimit {
        if case .oneOrMany? = body { .push } else { .other }
    }

    /// Whether a call is heavy, however short its body is: an export.
    var isHeavy: Bool { streams.map { !$0.types.contains("text/event-stream") } ?? false }
}

extension Operation.Method {
    fileprivate var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }
}
