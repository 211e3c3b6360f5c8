import ConnectorKit
import Testing

@testable import Transport

@Suite struct RedirectTrailTests {
    private func trail(_ method: HTTPRequest.Method = .get, _ url: String = "https://a.example/x/y?q=1")
        throws
        -> RedirectTrail
    {
        try RedirectTrail(
            HTTPRequest(
                method, url,
                headers: [
                    HTTPHeader("Authorization", "Bearer t"), HTTPHeader("X-Key", "k"),
                    HTTPHeader("Accept", "application/json"), HTTPHeader("Content-Type", "text/plain"),
                ], body: method == .get ? nil : [1]), within: PrivateAddresses())
    }

    private func redirect(_ status: Int, _ location: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("location", location)])
    }

    @Test(
        "A GET follows a redirect, relative or absolute",
        arguments: [
            (301, "z", "https://a.example/x/z"), (302, "/z", "https://a.example/z"),
            (303, "?p=2", "https://a.example/x/y?p=2"),
            (307, "https://a.example/w#part", "https://a.example/w"),
            (308, "//b.example/z", "https://b.example/z"), (302, "/a b", "https://a.example/a%20b"),
        ])
    func follows(status: Int, location: String, url: String) throws {
        var trail = try trail()
        #expect(try trail.follow(redirect(status, location)))
        #expect(trail.request.url == url)
        #expect(trail.request.method == .get)
    }

    @Test(
        "A client certificate stays with its origin",
        arguments: [("/z", true), ("https://a.example:443/z", true), ("https://b.example/z", false)])
    func certificate(location: String, isKept: Bool) throws {
        var request = HTTPRequest(.get, "https://a.example/x")
        request.certificate = ClientCertificate(
            pem: Secret("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----"))
        var trail = try RedirectTrail(request, within: PrivateAddresses())
        #expect(try trail.follow(redirect(302, location)))
        #expect((trail.request.certificate != nil) == isKept)
    }

    @Test("Other responses are final", arguments: [200, 204, 300, 304, 305, 401, 503])
    func final(status: Int) throws {
        var trail = try trail()
        #expect(try !trail.follow(redirect(status, "/z")))
    }

    @Test("A redirect without an address is final")
    func noLocation() throws {
        var trail = try trail()
        #expect(try !trail.follow(HTTPResponse(status: 302)))
    }

    @Test(
        "A request with a body follows only 303, as a GET without the body",
        arguments: [(301, false), (302, false), (303, true), (307, false), (308, false)])
    func methods(status: Int, isFollowed: Bool) throws {
        var trail = try trail(.post)
        #expect(try trail.follow(redirect(status, "/z")) == isFollowed)
        #expect(trail.request.method == (isFollowed ? .get : .post))
        #expect(trail.request.body == (isFollowed ? nil : [1]))
        #expect(trail.request.headers.contains { $0.name == "Content-Type" } == !isFollowed)
    }

    @Test(
        "Credentials are kept only within their origin: scheme, host and port",
        arguments: [
            ("https://a.example/z", true), ("https://A.EXAMPLE:443/z", true),
            ("https://a.example:8443/z", false),
            ("https://b.example/z", false), ("https://sub.a.example/z", false),
        ])
    func credentials(location: String, kept: Bool) throws {
        var trail = try trail()
        #expect(try trail.follow(redirect(302, location)))
        #expect(
            trail.request.headers.map(\.name)
                == (kept ? ["Authorization", "X-Key", "Accept", "Content-Type"] : ["Accept"]))
    }

    @Test("A redirect from https to http is refused, even to this machine")
    func downgrade() throws {
        var first = try trail()
        #expect(
            throws: Failure.configuration(
                "GET https://a.example/x/y: redirected (302), but http://b.example is plain http to another "
                    + "machine; use https (plain http is only for localhost, 127.0.0.0/8 and [::1])")
        ) { try first.follow(redirect(302, "http://b.example/z")) }
        var second = try trail()
        #expect(
            throws: Failure.configuration(
                "GET https://a.example/x/y: redirected (302) from https to http://localhost, which is not "
                    + "encrypted; the service must stay on https")
        ) { try second.follow(redirect(302, "http://localhost/z")) }
    }

    @Test("A sixth redirect is refused")
    func tooMany() throws {
        var trail = try trail()
        for _ in 1...5 { #expect(try trail.follow(redirect(302, "/x/y"))) }
        #expect(
            throws: Failure.contract(
                "GET https://a.example/x/y: more than 5 redirects; is the service's address right?")
        ) { try trail.follow(redirect(302, "/x/y")) }
    }

    @Test("An unreadable address violates the contract")
    func unreadable() throws {
        var trail = try trail()
        #expect(
            throws: Failure.contract("GET https://a.example/x/y: redirected (302) to an unreadable address")
        ) { try trail.follow(redirect(302, "https://[")) }
    }
}
