import HTTPTypes
import Hummingbird

/// Compresses texts of more than 1 KiB for callers that accept gzip (RFC 9110, section 8.4).
///
/// Not Hummingbird's neighbour in swift-nio-extras: its handler stops the process if an answer is written before a
/// request was read, as happens for a request that is no HTTP. What a page shows of its address cannot be used to guess
/// its form token by the page's length: the token is masked anew for each page (``SessionSeal``).
struct GzipAnswers<Context: RequestContext>: RouterMiddleware {
    private static var least: Int { 1_024 }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let type = response.headers[.contentType]?.split(separator: ";").first.map(String.init)
        guard response.status == .notModified || type.map(isText) ?? false,
            response.headers[.contentEncoding] == nil
        else { return response }
        response.headers[.vary] = "Accept-Encoding"
        guard request.method != .head, response.status != .notModified, request.acceptsGzip,
            response.body.contentLength.map({ $0 > Self.least }) ?? true
        else { return response }
        let stream = try GzipStream()
        let body = response.body
        response.body = ResponseBody { writer in try await body.write(GzipWriter(writer, stream)) }
        response.headers[.contentEncoding] = "gzip"
        // The same content in other bytes.
        response.headers[.eTag] = response.headers[.eTag].map { $0.hasPrefix("W/") ? $0 : "W/" + $0 }
        return response
    }

    /// Not event streams: their events have to arrive one by one.
    private func isText(_ type: String) -> Bool {
        let types = ["application/json", "application/problem+json", "application/x-ndjson"]
        return types.contains(type) || (type.hasPrefix("text/") && type != "text/event-stream")
    }
}

extension Request {
    /// Whether the caller accepts gzip (RFC 9110, section 12.5.3).
    fileprivate var acceptsGzip: Bool {
        var weights: [String: Double] = [:]
        for part in headers[values: .acceptEncoding].joined(separator: ",").lowercased().split(separator: ",")
        {
            let parts = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            weights[String(name)] = weight ?? 1
        }
        return (weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0) > 0
    }
}
