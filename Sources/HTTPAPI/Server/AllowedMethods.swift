import HTTPTypes
import Hummingbird

/// Answers 405, with the allowed methods, if a path does not take the method.
struct AllowedMethods<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        let allowed: [HTTPRequest.Method]
        if path.hasPrefix("/webhooks/") {
            allowed = [.post]
        } else if ["/healthz", "/readyz", "/metrics"].contains(path) {
            allowed = [.get]
        } else {
            return try await next(request, context)
        }
        guard !allowed.contains(request.method) else { return try await next(request, context) }
        return Response(
            status: .methodNotAllowed,
            headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")])
    }
}
