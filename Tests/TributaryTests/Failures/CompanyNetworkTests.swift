import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport
import ThreeSixtyLearningSimulator

/// The program in a company's network: services whose names only the proxy can resolve, with certificates of the
/// company's own authority (rule L14).
@Suite(.enabled(if: TLSSite.canRun, "needs openssl and nginx, which script/bootstrap installs"))
struct CompanyNetworkTests {
    /// A sandbox whose portal is reached over TLS alone, at a name that only the proxy knows.
    private struct Company: Sendable {
        let sandbox: Sandbox
        let site: TLSSite
        let proxy: ConnectProxy

        var url: String { "https://\(TLSSite.name):\(site.port)" }
        var environment: [String: String] { ["GO1_URL": url] }
        /// How `check --online` says that the portal was reached.
        func route(_ proxySource: String = "network: proxy", _ caSource: String = "network: ca") -> String {
            "  \(url): through the proxy \(proxy.url) (\(proxySource)), trusting \(site.caBundle) (\(caSource))\n"
        }

        func configure(_ network: String) throws {
            try sandbox.write(
                "http: { listen: \"127.0.0.1:0\" }\nnetwork: { \(network) }\n", to: "tributary.yaml")
        }

        static func with(
            _ manner: ConnectProxy.Manner = .tunnels,
            _ body: @escaping @Sendable (Company) async throws -> Void
        ) async throws {
            try await Sandbox.with(items: 30) { sandbox in
                try sandbox.write(Sandbox.Group())
                let port = try #require(URL(string: sandbox.url)?.port)
                try await TLSSite.run(forwardingTo: port) { site in
                    try await ConnectProxy.run(manner) { proxy in
                        try await body(Company(sandbox: sandbox, site: site, proxy: proxy))
                    }
                }
            }
        }
    }

    @Test("a provider is reached through the proxy of the file, which sees nothing of it in clear")
    func provider() async throws {
        try await Company.with { company in
            try company.configure("proxy: \"\(company.proxy.url)\", ca: \"\(company.site.caBundle)\"")
            let sync = try await company.sandbox.run("sync", environment: company.environment)
            #expect(sync.status == 0, "\(sync.errors)")
            #expect(try await !company.sandbox.courses().isEmpty)
            #expect(Set(company.proxy.targets) == ["\(TLSSite.name):\(company.site.port)"])
            for word in ["oauth", "learning-objects", "Authorization: Bearer", Sandbox.secret] {
                #expect(company.proxy.bytes.firstRange(of: Array(word.utf8)) == nil)
                #expect(!company.proxy.heads.contains { $0.contains(word) })
            }
        }
    }

    @Test("check --online tells the proxy and the authorities of each address, to people and to machines")
    func check() async throws {
        try await Company.with { company in
            try company.configure("proxy: \"\(company.proxy.url)\", ca: \"\(company.site.caBundle)\"")
            let check = try await company.sandbox.run("check", "--online", environment: company.environment)
            #expect(check.status == 0)
            #expect(
                check.errors == """
                    1 group, 1 deployment: no mistakes
                    go1 for Sales Academy: reached, credentials accepted
                    \(company.route())
                    """)
            #expect(check.output == "")
            let machine = try await company.sandbox.run(
                "check", "--online", "--format", "ndjson", environment: company.environment)
            #expect(machine.errors == "1 group, 1 deployment: no mistakes\n")
            let record = try #require(try machine.records([String: JSONValue].self).first)
            #expect(record["service"] == .text("go1"))
            #expect(record["finding"] == .text("reached, credentials accepted"))
            #expect(record["problem"] == .null)
            let address = try #require(record["addresses"]?.list?.first)
            #expect(address["address"] == .text(company.url))
            #expect(address["proxy"] == .text("\(company.proxy.url) (network: proxy)"))
            #expect(address["ca"] == .text("\(company.site.caBundle) (network: ca)"))
        }
    }

    @Test("without a file the environment names proxy and authorities, and the file comes before it")
    func environment() async throws {
        try await Company.with { company in
            let variables = [
                "https_proxy": company.proxy.url, "SSL_CERT_FILE": company.site.caBundle,
                "GO1_URL": company.url,
            ]
            let check = try await company.sandbox.run("check", "--online", environment: variables)
            #expect(check.errors.hasSuffix(company.route("https_proxy", "SSL_CERT_FILE")), "\(check.errors)")
            #expect(check.status == 0)

            try company.configure("proxy: \"\(company.proxy.url)\", ca: \"\(company.site.caBundle)\"")
            let wrong = [
                "HTTPS_PROXY": "http://127.0.0.1:1", "CURL_CA_BUNDLE": "/nowhere.pem", "GO1_URL": company.url,
            ]
            let file = try await company.sandbox.run("check", "--online", environment: wrong)
            #expect(file.errors.hasSuffix(company.route()), "\(file.errors)")
            #expect(file.status == 0)

            try company.configure("proxy: \"\", ca: \"\(company.site.caBundle)\"")
            let direct = try await company.sandbox.run("check", "--online", environment: variables)
            #expect(direct.status == 1)
            #expect(direct.errors.contains("the host name was not found"), "\(direct.errors)")
        }
    }

    @Test("the proxy's password comes from a reference and is shown nowhere, right or wrong")
    func password() async throws {
        try await Company.with(.demands(user: "me", password: "pr0xyhush")) { company in
            try company.configure(
                "proxy: \"http://me:${PROXY_PASSWORD}@127.0.0.1:\(company.proxy.port)\", "
                    + "ca: \"\(company.site.caBundle)\"")
            func check(_ password: String) async throws -> FinishedProgram {
                try await company.sandbox.run(
                    "check", "--online", environment: ["PROXY_PASSWORD": password, "GO1_URL": company.url])
            }
            let right = try await check("pr0xyhush")
            #expect(right.status == 0)
            #expect(right.errors.hasSuffix(company.route()), "\(right.errors)")
            let wrong = try await check("wr0nghush")
            #expect(wrong.status == 1)
            #expect(
                wrong.errors == """
                    1 group, 1 deployment: no mistakes
                    go1 for Sales Academy: POST \(company.url)/oauth/token: could not reach \(company.url) through \
                    the proxy \(company.proxy.url): the proxy refused the user and the password in its address \
                    (407); they stand in its address, http://USER:PASSWORD@…, in network: proxy
                    \(company.route())
                    """)
            let failed = try await company.sandbox.run(
                "sync", "--format", "json",
                environment: ["PROXY_PASSWORD": "wr0nghush", "GO1_URL": company.url])
            #expect(failed.status == 1)
            for text in [right.errors, wrong.errors, failed.errors, failed.output] {
                #expect(!text.contains("hush"), "\(text)")
            }
        }
    }

    @Test("an own authority is refused without `ca`, which the message names")
    func untrusted() async throws {
        try await Company.with { company in
            try company.configure("proxy: \"\(company.proxy.url)\"")
            let check = try await company.sandbox.run("check", "--online", environment: company.environment)
            #expect(check.status == 1)
            #expect(
                check.errors.contains(
                    "could not reach \(company.url) through the proxy \(company.proxy.url): the server's certificate "
                        + "is not trusted (unable to get local issuer certificate) by the authorities in "),
                "\(check.errors)")
            #expect(
                check.errors.contains("`network: ca` in the host's file names the file of another authority"))
        }
    }

    @Test(
        "the platform is reached through the proxy, and what a provider needs of the host is registered through it"
    )
    func platform() async throws {
        let platform = LMSPlatform()
        try await Company.with { company in
            try await served(by: { try await platform.serve(ready: $0) }) { inner in
                let port = try #require(URL(string: inner.url)?.port)
                try await TLSSite.run(forwardingTo: port) { site in
                    let both = try [company.site, site].map {
                        try String(contentsOfFile: $0.caBundle, encoding: .utf8)
                    }
                    try company.sandbox.write(both.joined(), to: "company-ca.pem")
                    try company.sandbox.write(
                        """
                        http: { listen: "127.0.0.1:0", public_url: "https://connect.example.com" }
                        network: { proxy: "\(company.proxy.url)", ca: company-ca.pem }
                        lms:
                          360learning:
                            url: https://\(TLSSite.name):\(site.port)
                            client_id: lms-sandbox
                            client_secret: lms-sandbox-secret

                        """, to: "tributary.yaml")
                    var group = Sandbox.Group()
                    group.id = ThreeSixtyLearningSimulator.Group.sales.id
                    try company.sandbox.write(
                        group.text.replacing(
                            "name: Sales Academy\n", with: "name: Sales Academy\nadmin: \(User.admin.mail)\n"),
                        to: "providers/sales.yaml")
                    let sync = try await company.sandbox.run("sync", environment: company.environment)
                    #expect(sync.status == 0, "\(sync.errors)")
                    #expect(
                        !platform.integrations.dropFirst().flatMap { platform.courses(of: $0.id) }.isEmpty)
                    let ports = [company.site.port, site.port]
                    #expect(Set(company.proxy.targets) == Set(ports.map { "\(TLSSite.name):\($0)" }))

                    let program = try company.sandbox.start(["serve"], environment: company.environment)
                    defer { program.send(SIGKILL) }
                    await eventually("the webhook is registered") {
                        company.sandbox.portal.webhooks.count == 1
                    }
                }
            }
        }
    }

}
