import ConnectorKit
import Foundation

/// The addresses and options of Go1 for one connection.
struct Service {
    let generation: Generation
    let pageSize: Int
    /// The destination of pushed content: `portal` or `library`.
    let target: String
    let tokenURL: String
    let listingURL: String
    /// The gateway's origin. Webhooks, push and alternatives use it, whatever the generation.
    let gateway: String
    /// The base address of the configured generation, without a trailing slash.
    let root: String

    init(_ settings: Settings) {
        generation = settings["api_version"].flatMap(Generation.init) ?? .gateway
        pageSize = settings.integer("page_size") ?? generation.usualPage
        target = settings["target"] ?? "portal"
        tokenURL = (settings.origin("auth_url") ?? "https://auth.go1.com") + "/oauth/token"
        gateway = settings.origin("api_url") ?? Generation.gateway.origin
        let api = settings.origin("api_url") ?? generation.origin
        root = api + (generation == .v2 ? "/v2" : "")
        listingURL = api + generation.listingPath
    }

    /// Returns problems of settings that have the right type but cannot work.
    static func problems(in settings: Settings) -> [SettingProblem] {
        var problems: [SettingProblem] = []
        let generation = Service(settings).generation
        if let size = settings.integer("page_size"), size > generation.largestPage {
            problems.append(
                SettingProblem(
                    setting: "page_size",
                    message: """
                        page_size \(size) is too large for api_version "\(generation.rawValue)"; \
                        at most \(generation.largestPage)
                        """))
        }
        if let portal = settings["portal"], let host = URLComponents(string: portal)?.host?.lowercased(),
            sharedHosts.contains(host)
        {
            problems.append(
                SettingProblem(
                    setting: "portal",
                    message: """
                        portal is \(host), an address all customers of Go1 share; \
                        the portal's own was expected, such as https://acme.mygo1.com
                        """))
        }
        return problems
    }

    /// Addresses that are easily mistaken for the portal's. Launch links need the portal's own (rule M2);
    /// refusing the others is our decision.
    private static let sharedHosts: Set<String> = [
        "go1.com", "www.go1.com", "learn.go1.com", "auth.go1.com", "api.go1.com", "gateway.go1.com",
        "developers.go1.com", "help.go1.com", "mygo1.com", "www.mygo1.com",
    ]
}
