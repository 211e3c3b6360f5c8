import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Store
import Testing

@testable import Console

@Suite struct PreferencesTests {
    static let headers: [(header: String, language: Language?, region: String?)] = [
        ("fr", .fr, nil), ("fr-CA,fr;q=0.8,en;q=0.5", .fr, "CA"), ("zh-CN,zh,ja;q=0.4", .ja, nil),
        ("en;q=0.2, de-AT;q=0.9", .de, "AT"), ("fr;q=0, es", .es, nil), ("PT-br", .pt, "BR"),
        ("zh-Hant-TW", nil, nil), ("*", nil, nil), ("", nil, nil), ("fr;q=x,de", .de, nil),
    ]

    @Test("The language is the one that the browser wishes most of those there are", arguments: headers)
    func asked(_ header: String, _ language: Language?, _ region: String?) {
        let asked = Language.asked(header)
        #expect(asked?.language == language)
        #expect(asked?.region?.identifier == region)
    }

    @Test("Every page is in the browser's language until a person chooses another, signed in or not")
    func choice() async throws {
        try await ConsoleSite.with { site in
            let french: HTTPFields = [.acceptLanguage: "fr-CA,fr;q=0.9"]
            let page = try await site.send(.get, "/sign-in", headers: french)
            #expect(page.text.contains("<html lang=\"fr\">"))
            #expect(page.text.contains("<h1>Se connecter</h1>"))
            #expect(page.headers[.contentLanguage] == "fr")
            let answer = try await site.send(
                .post, "/preferences", headers: french, body: "language=ja&to=%2Fruns")
            #expect(answer.status == 303)
            #expect(answer.headers[.location] == "/runs")
            #expect(
                answer.headers[values: .setCookie] == [
                    "tributary-language=ja; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax"
                ])
            let visitor = try await site.visitor()
            let chosen = try await site.send(
                .get, "/runs", cookie: "\(visitor.cookie); tributary-language=ja", headers: french)
            #expect(chosen.text.contains("<h1>実行履歴</h1>"))
            #expect(chosen.attributes("value", of: "option", where: " selected") == ["ja"])
            let strange = try await site.send(
                .get, "/runs", cookie: "\(visitor.cookie); tributary-language=xx", headers: french)
            #expect(strange.text.contains("<h1>Exécutions</h1>"))
        }
    }

    @Test("Every page is there in every language, and sound", arguments: Language.allCases)
    func languages(_ language: Language) async throws {
        try await ConsoleSite.with { site in
            let path = try #require(try await site.live.current.store.addPath(named: "First"))
            let course = try await site.course("1", in: "english")
            _ = try await site.live.current.store.place(course, inPath: path.id, at: nil)
            let visitor = try await site.visitor()
            for (path, _) in PageTests.pages {
                let page = try await site.send(
                    .get, path.replacing("COURSE", with: "\(course)"), cookie: visitor.cookie,
                    headers: [.acceptLanguage: language.rawValue])
                #expect(page.status == 200, "\(path)")
                #expect(page.text.contains("<html lang=\"\(language)\">"), "\(path)")
                #expect(page.fault == nil, "\(path)")
                #expect(page.unlabelled == [], "\(path)")
                #expect(!page.text.contains("{"), "\(path)")
            }
        }
    }

    @Test("Times are in the zone that a person chose, else in that of the configuration, and say which it is")
    func zone() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get("/runs")
            #expect(page.plain.contains("Times are in GMT+1."))
            let answer = try await site.send(.post, "/preferences", body: "zone=Asia%2FTokyo&to=/runs")
            #expect(
                answer.headers[values: .setCookie] == [
                    "tributary-zone=Asia/Tokyo; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax"
                ])
            let tokyo = try await site.send(
                .get, "/runs", cookie: "\(visitor.cookie); tributary-zone=Asia/Tokyo")
            #expect(tokyo.plain.contains("Times are in Asia/Tokyo (GMT+9)."))
            let back = try await site.send(.post, "/preferences", body: "zone=&language=xx")
            #expect(
                back.headers[values: .setCookie] == [
                    "tributary-language=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                    "tributary-zone=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
                ])
        }
    }

    @Test("The choice of another site changes nothing, and nobody is led to one")
    func otherSites() async throws {
        try await ConsoleSite.with { site in
            let name = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let foreign = try await site.send(
                .post, "/preferences", headers: [name: "cross-site"], body: "language=fr")
            #expect(foreign.headers[.setCookie] == nil)
            for to in SignInTests.elsewhere {
                let body = Address.query("", [("language", "fr"), ("to", to)]).dropFirst()
                let answer = try await site.send(.post, "/preferences", body: String(body))
                #expect(answer.headers[.location] == "/", "\(to)")
            }
        }
    }
}
