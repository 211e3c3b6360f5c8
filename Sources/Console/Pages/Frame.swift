import ConfigurationFiles
import Foundation
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore

/// What every page of the console has around it: navigation, who is signed in, notes, and the headers
/// that keep other sites out.
struct Frame: Sendable {
    let templates: Templates

    /// A page for somebody who is signed in.
    func response(_ page: ConsolePage, _ visit: Visit, formToken: String) -> Response {
        let navigation = ConsolePage.Section.allCases.map { section in
            RecordValue.record([
                ("label", .text(section.label)), ("address", .text(section.address)),
                ("isHere", .boolean(section == page.section)),
            ])
        }
        let record = page.record.with([
            ("title", .text(page.title)), ("navigation", .list(navigation)),
            ("isTest", .boolean(visit.host.configuration.host.environment == .test)),
            ("visitor", .text(visit.token.name)), ("role", .text(visit.token.role.rawValue)),
            ("mayChange", .boolean(visit.mayChange)), ("mayChangeAll", .boolean(visit.mayChangeAll)),
            ("formToken", .text(formToken)), ("note", .optional(visit.session.note)),
            ("style", .text(Assets.style.address)), ("script", .text(Assets.script.address)),
        ])
        return response(page.template, record, page.status, visit.host.configuration.host.timezone)
    }

    /// A page for somebody who is not.
    func signIn(_ fields: [(String, RecordValue)], status: HTTPResponse.Status, of host: HostRuntime)
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

    /// Nothing from other hosts, no frames, no script but ours.
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
