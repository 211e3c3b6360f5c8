import Crypto
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that every page loads, embedded in the program.
struct Asset: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
    let tag: String

    init(_ name: String, _ type: String, _ bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
        tag = Data(SHA256.hash(data: Data(bytes)).prefix(12)).base64URL
    }

    /// Changes with the content, so that browsers do not use an outdated copy.
    var address: String { "/assets/\(name)?v=\(tag)" }
}

enum Assets {
    static let style = Asset("console.css", "text/css; charset=utf-8", PackageResources.console_css)
    static let script = Asset(
        "console.js", "text/javascript; charset=utf-8", PackageResources.console_js)

    static func add(to router: Router<some RequestContext>) {
        for asset in [style, script] {
            router.get("/assets/\(asset.name)") { request, _ in response(asset, to: request) }
        }
    }

    private static func response(_ asset: Asset, to request: Request) -> Response {
        let tag = "\"\(asset.tag)\""
        var headers = PageLayout.headers
        headers[.eTag] = tag
        headers[.cacheControl] = "public, max-age=86400"
        if EntityTag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = asset.type
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
