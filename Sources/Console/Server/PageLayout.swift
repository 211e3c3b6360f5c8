import ConfigurationFiles
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore
import Runtime
import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject

/// What surrounds every page: navigation, visitor, notes, and the headers that keep other sites out.
struct PageLayout: Sendable {
    let templates: Templates

    /// A page for a visitor who is signed in.
    func response(_ page: ConsolePage, _ context: PageContext, formToken: String) -> Response {
        let navigation = ConsolePage.Section.allCases.map { section in
            JSONValue.record([
                ("label", .text(section.label)), ("address", .text(section.address)),
                ("isHere", .boolean(section == page.section)),
            ])
        }
        let record = page.record.with([
            ("title", .text(page.title)), ("navigation", .list(navigation)),
            ("isTest", .boolean(context.host.configuration.host.environment == .test)),
            ("visitor", .text(context.token.name)), ("role", .text(context.token.role.rawValue)),
            ("mayChange", .boolean(context.mayChange)), ("mayChangeAll", .boolean(context.mayChangeAll)),
            ("formToken", .text(formToken)), ("note", .optional(context.session.note)),
            ("style", .text(Assets.style.address)), ("script", .text(Assets.script.address)),
        ])
        return response(page.template, record, page.status, context.host.configuration.host.timezone)
    }

    /// The sign-in page.
    func signIn(_ fields: [(String, JSONValue)], status: HTTPResponse.Status, of host: HostRuntime)
        -> Response
    {
        let record = Record(fields).with([
            ("title", .text("Sign in")), ("style", .text(Assets.style.address)),
            ("script", .text(Assets.script.address)),
            ("isTest", .boolean(host.configuration.host.environment == .test)),
        ])
        return response("sign-in", record, status, host.configuration.host.timezone)
    }

    private func response(
        _ template: String, _ record: Record, _ status: HTTPResponse.Status, _ zone: TimeZone
    ) -> Response {
        let text = templates.page(template, record, in: zone) ?? ""
        var headers = Self.headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A redirect to another page.
    static func redirect(to address: String, cookie: String? = nil) -> Response {
        var response = Response(status: .seeOther, headers: headers)
        response.headers[.location] = address
        response.headers[.cacheControl] = "no-store"
        response.headers[.setCookie] = cookie
        return response
    }

    /// Forbids content of other hosts, framing, and foreign scripts.
    static let headers: HTTPFields = {
        var headers = HTTPFields()
        headers[.contentSecurityPolicy] =
            [
                "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:",
                "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
            ].joined(separator: "; ")
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return headers
    }()
}
