import HTTPTypes
import Hummingbird
import NIOCore

/// Gives words to answers that have none, such as 404 for an unknown address: a page for browsers, problem details for
/// all others.
struct BareAnswers<Context: RequestContext>: RouterMiddleware {
    /// Takes errors that nobody expected.
    let report: @Sendable (String) -> Void

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var bare: Response
        do {
            bare = try await next(request, context)
        } catch let error as any HTTPResponseError {
            // RFC 9110, section 9.1.
            let isUnknown = error.status == .notFound && !HTTPRequest.Method.known.contains(request.method)
            bare = Response(status: isUnknown ? .notImplemented : error.status)
        } catch is CancellationError {
            bare = Response(status: .serviceUnavailable)
        } catch {
            report("\(request.method.rawValue) \(request.uri.path): \(error)")
            bare = Response(status: .internalServerError)
        }
        guard bare.status.code >= 400, bare.headers[.contentType] == nil else { return bare }
        let problem = Problem(status: bare.status, detail: Self.detail(bare))
        let isForPeople = request.headers[.accept]?.lowercased().contains("text/html") ?? false
        var response = isForPeople ? Self.page(problem) : problem.response
        for field in bare.headers where field.name != .contentLength {
            response.headers[field.name] = field.value
        }
        return response
    }

    private static func detail(_ response: Response) -> String {
        switch response.status {
        case .notFound: "there is nothing at this address"
        case .methodNotAllowed: "this address takes \(response.headers[.allow] ?? "other methods")"
        case .notImplemented: "no address takes this method"
        case .internalServerError: "the host failed; its log says why"
        default: response.status.reasonPhrase.lowercased()
        }
    }

    private static func page(_ problem: Problem) -> Response {
        let text = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(problem.status.reasonPhrase)</title></head>
            <body><main><h1>\(problem.status.reasonPhrase)</h1>
            <p>\(problem.detail.prefix(1).uppercased() + problem.detail.dropFirst()).</p>
            <p><a href="/">To the overview</a></p></main></body>
            </html>

            """
        return Response(
            status: problem.status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: "default-src 'none'",
                .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
