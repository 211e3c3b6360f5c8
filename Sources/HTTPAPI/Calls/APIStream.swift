import HTTPTypes
package import Hummingbird

/// A streamed answer.
package struct APIStream: Sendable {
    let type: String
    var headers: HTTPFields = [:]
    let body: ResponseBody

    package init(type: String, headers: HTTPFields = [:], body: ResponseBody) {
        self.type = type
        self.headers = headers
        self.body = body
    }

    package var response: Response {
        var headers = headers
        headers[.contentType] = type
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(status: .ok, headers: headers, body: body)
    }
}
