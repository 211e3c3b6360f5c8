import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

/// Requests for enrolments, accounts, alternatives and webhooks that the portal refuses.
@Suite struct LearningRefusalTests {
    private static func unknown(_ name: String, _ operation: String) -> String {
        "\"\(name)\" is no parameter of \(operation)"
    }

    private static let enrolments: [RefusedRequest] = [
        .init("?page=2", unknown("page", "GET /enrollments")),
        .init("?updated_time_gte=2024-01-01", unknown("updated_time_gte", "GET /enrollments")),
        .init("?lo_id=1", unknown("lo_id", "GET /enrollments")),
        .init("?use_scroll=true", unknown("use_scroll", "GET /enrollments")),
        .init("?limit=0", "limit is \"0\"; a whole number from 1 to 50 was expected"),
        .init("?limit=51", "limit is \"51\"; a whole number from 1 to 50 was expected"),
        .init("?offset=-1", "offset is \"-1\"; a whole number from 0 was expected"),
        .init(
            "?offset=9981", "offset and limit reach beyond 10000 results; a narrower search was expected"),
        .init(
            "?offset=9951&limit=50",
            "offset and limit reach beyond 10000 results; a narrower search was expected"),
        .init("?lo_ids=1,con_2", "lo_ids is \"1,con_2\"; one or more whole numbers was expected"),
        .init(
            "?status=done",
            "status is \"done\"; one or more of not-started, in-progress, completed, assigned was expected"),
        .init(
            "?update_time_gte=yesterday", "update_time_gte is \"yesterday\"; an ISO 8601 time was expected"),
        .init("?update_time_lte=", "update_time_lte is \"\"; an ISO 8601 time was expected"),
        .init("?due_date_exists=1", "due_date_exists is \"1\"; true or false was expected"),
        .init("?user_account_id=me", "user_account_id is \"me\"; a whole number from 0 was expected"),
        .init(
            "?enrollment_type=both",
            "enrollment_type is \"both\"; one of self-directed, assigned was expected"),
        .init(
            "?sort=id",
            "sort is \"id\"; one of created_time, updated_time, due_date, assign_date was expected"),
        .init("?order=up", "order is \"up\"; one of asc, desc was expected"),
        .init("?limit=10&limit=20", "limit is given twice; one value was expected"),
        .init("/1", 404, "not_found", "there is no enrollment \"1\""),
        .init("/x", 404, "not_found", "there is no enrollment \"x\""),
        .init("/1?limit=1", unknown("limit", "GET /enrollments/{id}")),
        .init("/1/certificate", 404, "not_found", "there is no /enrollments/1/certificate"),
    ]

    private static let v2Enrolments: [RefusedRequest] = [
        .init("?lo_ids=1", unknown("lo_ids", "GET /v2/enrollments")),
        .init("?update_time_gte=2024-01-01", unknown("update_time_gte", "GET /v2/enrollments")),
        .init("?lo_id=con_1", "lo_id is \"con_1\"; a whole number from 0 was expected"),
        .init(
            "?status=completed,in-progress",
            "status is \"completed,in-progress\"; one of not-started, in-progress, completed was expected"),
        .init(
            "?exclude_child_enrollments=yes",
            "exclude_child_enrollments is \"yes\"; true or false was expected"),
        .init("?limit=51", "limit is \"51\"; a whole number from 1 to 50 was expected"),
        .init("/1", 404, "not_found", "there is no enrollment \"1\""),
    ]

    private static let accounts: [RefusedRequest] = [
        .init("?name=x", unknown("name", "GET /user-accounts")),
        .init("?email=", "email is \"\"; some text was expected"),
        .init("?limit=100", "limit is \"100\"; a whole number from 1 to 50 was expected"),
        .init(
            "?offset=10000", "offset and limit reach beyond 10000 results; a narrower search was expected"),
        .init("/1", 404, "not_found", "there is no user account \"1\""),
        .init("/700001?include[]=all", "include[] is \"all\"; one of standard_fields was expected"),
    ]

    private static let users: [RefusedRequest] = [
        .init("?mail=x", unknown("mail", "GET /v2/users")),
        .init("/700001", 404, "not_found", "there is no user \"700001\""),
    ]

    private static let objects: [RefusedRequest] = [
        .init("/1/alternatives", 404, "not_found", "there is no learning object \"1\""),
        .init("/1/alternatives?type=x", "type is \"x\"; one of retirement was expected"),
        .init("/1/alternatives?limit=101", "limit is \"101\"; a whole number from 1 to 100 was expected"),
        .init("/1/alternatives?page=1", unknown("page", "GET /learning-objects/{id}/alternatives")),
    ]

    @Test(
        "what the description does not list is refused",
        arguments: [
            ("/enrollments", enrolments), ("/v2/enrollments", v2Enrolments), ("/user-accounts", accounts),
            ("/v2/users", users), ("/learning-objects", objects),
        ])
    func refused(_ path: String, _ rows: [RefusedRequest]) async throws {
        try await RefusedRequest.check(rows, at: path)
    }

    @Test(
        "a path accepts only its methods",
        arguments: [
            ("/enrollments", HTTPRequest.Method.put, "GET or POST"),
            ("/enrollments/1", .delete, "GET or PATCH"), ("/v2/enrollments", .post, "GET"),
            ("/learning-objects/1", .post, "GET or DELETE"), ("/learning-objects/1/set", .put, "POST"),
            ("/user-accounts", .post, "GET"), ("/webhooks", .delete, "GET or POST"),
            ("/webhooks/1", .get, "PATCH"), ("/webhooks/1", .delete, "PATCH"), ("/v2/users", .put, "GET"),
        ])
    func methods(_ path: String, _ method: HTTPRequest.Method, _ expected: String) async throws {
        try await PortalSite.with(items: 5) { site in
            let answer = try await site.get(path, method: method)
            RefusedRequest(
                path, 405, "method_not_allowed",
                "\(path) does not take \(method.rawValue); \(expected) was expected"
            ).check(answer)
            #expect(answer.header("Allow") == expected.replacing(" or ", with: ", "))
        }
    }

    @Test(
        "each operation needs its scope, and the gateway its version",
        arguments: [
            ("/enrollments", "enrollment.read", HTTPRequest.Method.get),
            ("/enrollments/1", "enrollment.read", .get), ("/v2/enrollments", "enrollment.read", .get),
            ("/user-accounts", "user.read", .get), ("/v2/users/1", "user.read", .get),
            ("/webhooks", "webhook.read", .get), ("/webhooks", "webhook.write", .post),
            ("/webhooks/1", "webhook.write", .patch), ("/learning-objects/1/alternatives", "lo.read", .get),
            ("/learning-objects/1/alternatives", "portal.read", .get),
        ])
    func scopes(_ path: String, _ scope: String, _ method: HTTPRequest.Method) async throws {
        try await PortalSite.with(items: 5) { site in
            let scopes = [
                "lo.read", "enrollment.read", "user.read", "webhook.read", "webhook.write", "portal.read",
            ]
            let token = site.portal.issueToken(scopes: scopes.filter { $0 != scope })
            let answer = try await site.get(
                path, headers: ["Authorization": "Bearer \(token)"], method: method)
            RefusedRequest(
                path, 403, "forbidden",
                "Insufficient roles for this resource: the scope \(scope) is needed"
            ).check(answer)
            let open = try await site.get(path, headers: ["Authorization": nil], method: method)
            RefusedRequest(path, 401, "unauthorized", "Invalid token").check(open, reference: 2)
            if !path.hasPrefix("/v2") {
                let plain = try await site.get(path, headers: ["Api-Version": nil], method: method)
                RefusedRequest(
                    path, "the header Api-Version is missing; 2025-01-01 was expected"
                ).check(plain, reference: 3)
            }
        }
    }

    @Test(
        "a webhook that the description does not allow is refused",
        arguments: [
            (#"["x"]"#, "the body is no JSON object"), ("{", "the body is no JSON object"),
            (#"{"event_types":["enrollment.create"]}"#, "url is missing"),
            (#"{"url":"https://x.example"}"#, "event_types is missing"),
            (
                #"{"url":"ftp://x.example","event_types":["content.add"]}"#,
                "url is no absolute http(s) address"
            ),
            (#"{"url":"/hook","event_types":["content.add"]}"#, "url is no absolute http(s) address"),
            (#"{"url":7,"event_types":["content.add"]}"#, "url is no text"),
            (
                #"{"url":"https://x.example","event_types":[]}"#,
                "event_types is no list of texts, or an empty one"
            ),
            (
                #"{"url":"https://x.example","event_types":["enrollment.update"]}"#,
                "there is no event type \"enrollment.update\""
            ),
            (
                #"{"url":"https://x.example","event_types":["content.library.sync.request"]}"#,
                "content.library.sync.request needs integration_system_id"
            ),
            (
                #"{"url":"https://x.example","event_types":["content.add"],"secret_key":"\#(longSecret)"}"#,
                "secret_key has 65 characters; at most 64 were expected"
            ),
            (
                #"{"url":"https://x.example","event_types":["content.add"],"status":"active"}"#,
                "\"status\" is no member of a webhook"
            ),
            (
                #"{"url":"https://x.example","event_types":["content.add"],"auth_type":"basic"}"#,
                "auth_type is \"basic\"; oauth2 was expected"
            ),
            (
                #"{"url":"https://x.example","event_types":["content.add"],"oauth2":{}}"#,
                "oauth2 is given without auth_type"
            ),
        ])
    func webhook(_ body: String, _ message: String) async throws {
        try await PortalSite.with(items: 5) { site in
            let answer = try await site.get(
                "/webhooks", headers: ["Content-Type": "application/json"], method: .post, body: body)
            RefusedRequest("/webhooks", message).check(answer)
            #expect(site.portal.webhooks.isEmpty)
        }
    }
    private static let longSecret = String(repeating: "x", count: 65)

    @Test("only the given, allowed members of a webhook are changed")
    func change() async throws {
        try await PortalSite.with(items: 5) { site in
            let json = ["Content-Type": "application/json"] as [String: String?]
            let made = try await site.get(
                "/webhooks", headers: json, method: .post,
                body: #"{"url":"https://x.example","event_types":["content.add"],"secret_key":"abc"}"#)
            #expect(made.status == 201)
            #expect(made.json?["secret_key"] == .text("abc"))
            #expect(made.json?["status"] == .text("active"))
            let webhook = try #require(site.portal.webhooks.first)
            let path = "/webhooks/\(webhook.id)"
            for (body, status) in [
                (#"{"status":"paused"}"#, 400), (#"{"status":"inactive"}"#, 200), (#"{"url":""}"#, 400),
            ] {
                #expect(
                    try await site.get(path, headers: json, method: .patch, body: body).status == status)
            }
            let merge = ["Content-Type": "application/merge-patch+json"] as [String: String?]
            #expect(
                try await site.get(path, headers: merge, method: .patch, body: #"{"name":"n"}"#).status
                    == 200)
            let form = ["Content-Type": "text/plain"] as [String: String?]
            #expect(try await site.get(path, headers: form, method: .patch, body: "{}").status == 400)
            let changed = try #require(site.portal.webhooks.first)
            #expect(changed.url == webhook.url && changed.secret == "abc" && changed.status == .inactive)
            #expect(changed.name == "n")
            #expect(
                try await site.get("/webhooks/none", headers: json, method: .patch, body: "{}").status == 404)
        }
    }
}
