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
    let readers: Readers

    /// A page for a visitor who is signed in.
    func response(_ page: ConsolePage, _ context: PageContext, formToken: String) -> Response {
        let navigation = ConsolePage.Section.allCases.map { section in
            JSONValue.record([
                ("label", .text(context.words.word(section.rawValue, in: .section))),
                ("address", .text(section.address)), ("isHere", .boolean(section == page.section)),
            ])
        }
        let record = page.record.with([
            ("title", .text(page.title)), ("navigation", .list(navigation)),
            ("visitor", .text(context.token.name)), ("role", .text(context.token.role.rawValue)),
            ("mayChange", .boolean(context.mayChange)), ("mayChangeAll", .boolean(context.mayChangeAll)),
            ("formToken", .text(formToken)), ("note", .optional(context.session.note)),
        ])
        return response(
            page.template, record, context.words, context.address, page.status, of: context.host)
    }

    /// A page for everybody.
    func open(
        _ template: String, _ fields: [(String, JSONValue)], _ reader: Reader, _ request: Request,
        status: HTTPResponse.Status = .ok, of host: HostRuntime
    ) -> Response {
        response(template, Record(fields), reader, request.uri.string, status, of: host)
    }

    /// How the sender of a request reads pages.
    func reader(_ request: Request, of host: HostRuntime) -> Reader {
        readers.reader(request, zone: host.configuration.host.timezone)
    }

    /// The languages to choose from, each by its own name.
    func languages(chosen: Language?) -> [JSONValue] {
        Language.allCases.map { language in
            let name = readers.messages[language].messages["language.name"]
            return .record([
                ("value", .text(language.rawValue)), ("name", .text(name?.text([:], isOne: false) ?? "")),
                ("isChosen", .boolean(language == chosen)),
            ])
        }
    }

    private func response(
        _ template: String, _ record: Record, _ reader: Reader, _ address: String,
        _ status: HTTPResponse.Status, of host: HostRuntime
    ) -> Response {
        let surrounded = record.with([
            ("style", .text(Assets.style.address)), ("script", .text(Assets.script.address)),
            ("isTest", .boolean(host.configuration.host.environment == .test)),
            (
                "reader",
                .record([
                    ("language", .text(reader.language.rawValue)),
                    ("languages", .list(languages(chosen: reader.language))),
                    ("zoneName", .text(reader.zoneName(at: host.now))), ("address", .text(address)),
                    ("preferences", .text(Address.query("/preferences", [("to", address)]))),
                ])
            ),
        ])
        let text = templates.page(template, surrounded, for: reader) ?? ""
        var headers = Self.headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = reader.language.rawValue
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
