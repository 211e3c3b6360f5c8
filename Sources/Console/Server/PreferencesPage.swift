import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Hummingbird
import Model

/// The choice of language and time zone, for everybody who can open the console.
struct PreferencesPage: Sendable {
    let sessions: Sessions
    let layout: PageLayout

    func add(to router: Router<some RequestContext>) {
        router.get("/preferences") { request, _ in page(request) }
        router.post("/preferences") { request, _ in await change(request) }
    }

    private func page(_ request: Request) -> Response {
        let reader = layout.reader(request, of: sessions.live.current)
        let chosen = Preferences(request)
        let regions = Preferences.zones.map { region, zones in
            JSONValue.record([
                ("name", .text(region)),
                (
                    "zones",
                    .list(
                        zones.map { zone in
                            .record([
                                ("value", .text(zone)),
                                ("isChosen", .boolean(zone == chosen.zone?.identifier)),
                                (
                                    "name",
                                    .text(String(zone.dropFirst(region.count + 1)).replacing("_", with: " "))
                                ),
                            ])
                        })
                ),
            ])
        }
        return layout.open(
            "preferences",
            [
                ("title", .text(reader("preferences.title"))), ("regions", .list(regions)),
                ("back", .text(Address.own(FormFields(encoded: request.uri.query ?? "")?["to"]))),
                ("languages", .list(layout.languages(chosen: chosen.language))),
            ], reader, request, of: sessions.live.current)
    }

    private func change(_ request: Request) async -> Response {
        guard SignIn.isSameSite(request), let form = await SignIn.form(of: request) else {
            return PageLayout.redirect(to: "/preferences")
        }
        var response = PageLayout.redirect(to: Address.own(form["to"]))
        let cookies = Preferences.cookies(
            language: form.values["language"]?.first, zone: form.values["zone"]?.first,
            isSecure: sessions.isSecure)
        for cookie in cookies {
            response.headers.append(.init(name: .setCookie, value: cookie))
        }
        return response
    }
}
