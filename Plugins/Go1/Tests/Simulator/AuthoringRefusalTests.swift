import ConnectorKit
import Go1Simulator
import Testing

/// Writes that the portal refuses, following the published description.
@Suite struct AuthoringRefusalTests {
    struct Row: Sendable {
        var method = HTTPRequest.Method.post
        let target: String
        let body: String
        var status = 400
        var code = "invalid_request"
        let message: String

        init(
            _ target: String, _ body: String, _ message: String, status: Int = 400,
            code: String = "invalid_request", method: HTTPRequest.Method = .post
        ) {
            self.target = target
            self.body = body
            self.message = message
            self.status = status
            self.code = code
            self.method = method
        }
    }

    private static let core =
        #"{"type":"link","title":"T","description":"D","image":{"value":"https://i.example.com"},"external_id":"x"}"#
    private static let set = "/learning-objects/x/set?identifier=external_id"

    static let rows: [Row] = [
        Row("/learning-objects", "[]", "the body is no JSON object"),
        Row("/learning-objects", "{}", "core is missing"),
        Row("/learning-objects", #"{"core":{}}"#, "core.type is missing"),
        Row("/learning-objects", #"{"core":{"type":"link"}}"#, "core.title is missing"),
        Row("/learning-objects", #"{"core":{"type":"link","title":"T"}}"#, "core.description is missing"),
        Row(
            "/learning-objects", #"{"core":{"type":"link","title":"T","description":"D"}}"#,
            "core.image is missing"),
        Row(
            "/learning-objects",
            #"{"core":{"type":"link","title":"T","description":"D","image":"https://i"}}"#,
            "core.image is not an object"),
        Row(
            "/learning-objects", #"{"core":{"type":"link","title":"T","description":"D","image":{}}}"#,
            "core.image.value is missing"),
        Row(
            "/learning-objects",
            #"{"core":{"type":"web","title":"T","description":"D","image":{"value":"i"}}}"#,
            "core.type is \"web\"; one of course, group, playlist, module, assignment, audio, document, event, "
                + "interactive, manual, link, lti, question, quiz, text, video was expected"),
        Row(
            "/learning-objects", #"{"core":\#(core),"protected":{"url":"u"}}"#,
            "\"protected\" is no member of a new learning object"),
        Row("/learning-objects?x=1", "{}", "\"x\" is no parameter of POST /learning-objects"),
        Row(set, "{}", "no fragment is given; one was expected"),
        Row(
            set, #"{"core":{"title":"T"},"lifecycle":{"state":"draft"}}"#,
            "core, lifecycle are given; only one fragment can be updated at a time"),
        Row(set, #"{"nothing":{}}"#, "\"nothing\" is no fragment that can be set"),
        Row(
            set, #"{"lifecycle":{"state":"gone"}}"#,
            "lifecycle.state is \"gone\"; one of draft, published, retired, removed was expected"),
        Row(set, #"{"protected":{}}"#, "protected.url is missing"),
        Row(
            set, #"{"protected":{"url":"https://u","open_mode":"tab"}}"#,
            "protected.open_mode is \"tab\"; one of iframe, window, dynamic was expected"),
        Row(
            set, #"{"protected":{"url":"https://u","captions":{}}}"#,
            "\"protected.captions\" is no member of protected of a link"),
        Row(
            set, #"{"relevance":{"language":"english"}}"#,
            "relevance.language is \"english\"; a language such as en or en-us was expected"),
        Row(
            set, #"{"relevance":{"duration":"3"}}"#,
            "relevance.duration is not a whole number from 0 to 1000000"),
        Row(set, #"{"topics":{"items":["64"]}}"#, "topics.items is not a list of objects"),
        Row(set, #"{"topics":{"items":[{"id":64}]}}"#, "topics.items[0].name is missing"),
        Row(set, #"{"topics":{"items":[{"id":9,"name":"N"}]}}"#, "there is no topic 9"),
        Row(
            set, #"{"offerings":{"status":"pending"}}"#,
            "Insufficient roles for this resource: the portal is no content partner", status: 403,
            code: "forbidden"),
        Row(
            "/learning-objects/none/set?identifier=external_id", #"{"core":{"title":"T"}}"#,
            "there is no learning object \"none\"", status: 404, code: "not_found"),
        Row(
            "/learning-objects/FOREIGN/set", #"{"core":{"title":"T"}}"#,
            "Insufficient roles for this resource: the learning object belongs to another portal",
            status: 403, code: "forbidden"),
        Row("/enrollments", "{}", "user_account_id is missing"),
        Row("/enrollments", #"{"user_account_id":"700001"}"#, "lo_id is missing"),
        Row(
            "/enrollments",
            #"{"user_account_id":"1","lo_id":"1","enrollment_type":"assigned","status":"completed"}"#,
            "there is no user account 1"),
        Row(
            "/enrollments",
            #"{"user_account_id":"700001","lo_id":"1","enrollment_type":"assigned","status":"completed"}"#,
            "there is no learning object 1"),
        Row(
            "/enrollments",
            #"{"user_account_id":"700001","lo_id":"OWN","enrollment_type":"self","status":"completed"}"#,
            "enrollment_type is \"self\"; one of self-directed, assigned was expected"),
        Row(
            "/enrollments",
            #"{"user_account_id":"700001","lo_id":"OWN","enrollment_type":"assigned","status":"in-progress","pass":true}"#,
            "pass is given; it is only for enrollments in a completed status"),
        Row(
            "/enrollments",
            #"{"user_account_id":"700001","lo_id":"OWN","enrollment_type":"assigned","status":"not-started","start_date":"2026-01-01T00:00:00Z"}"#,
            "start_date is given; it is only for enrollments in an in-progress or completed status"),
        Row(
            "/enrollments",
            #"{"user_account_id":"700001","lo_id":"OWN","enrollment_type":"self-directed","status":"completed","result":101}"#,
            "result is not a whole number from 0 to 100"),
        Row(
            "/enrollments/1", #"{"status":"completed"}"#, "there is no enrollment \"1\"", status: 404,
            code: "not_found", method: .patch),
        Row(
            "/learning-objects/FOREIGN", "",
            "Insufficient roles for this resource: the learning object belongs to another portal",
            status: 403, code: "forbidden", method: .delete),
    ]

    @Test("the portal refuses writes that the published description does not allow")
    func refuses() async throws {
        try await PortalSite.with(items: 5) { site in
            let made = try await site.write("/learning-objects", #"{"core":\#(Self.core)}"#)
            #expect(made.status == 201)
            let own = try #require(site.portal.item(externalID: "x"))
            let foreign = String(try #require(site.portal.libraryIDs.first))
            for (index, row) in Self.rows.enumerated() {
                let answer = try await site.write(
                    row.target.replacing("FOREIGN", with: foreign),
                    row.body.replacing("OWN", with: String(own.id)), method: row.method)
                RefusedRequest("\(row.target) \(row.body)", row.status, row.code, row.message)
                    .check(answer, reference: index + 2)
            }
            #expect(site.portal.item(externalID: "x") == own)
            #expect(site.portal.ownItems.count == 1)
            #expect(site.portal.enrolments.isEmpty)
        }
    }

    @Test(
        "writing needs its scope",
        arguments: ["/learning-objects", "/learning-objects/1/set", "/enrollments"])
    func scopes(_ target: String) async throws {
        try await PortalSite.with(items: 5) { site in
            let token = site.portal.issueToken(scopes: ["lo.read", "enrollment.read"])
            let answer = try await site.write(target, "{}", headers: ["Authorization": "Bearer \(token)"])
            let scope = target == "/enrollments" ? "enrollment.write" : "lo.write"
            RefusedRequest(
                target, 403, "forbidden", "Insufficient roles for this resource: the scope \(scope) is needed"
            ).check(answer)
        }
    }

    @Test("a second enrolment is answered 409 with the first one's id, unless re-enrolment is requested")
    func conflict() async throws {
        try await PortalSite.with(items: 5) { site in
            _ = try await site.write("/learning-objects", #"{"core":\#(Self.core)}"#)
            let own = try #require(site.portal.item(externalID: "x"))
            let body =
                #"{"user_account_id":"700001","lo_id":"\#(own.id)","enrollment_type":"self-directed","status":"not-started"}"#
            let first = try await site.write("/enrollments", body)
            #expect(first.status == 201)
            let id = try #require(first.json?["id"]?.text)
            let second = try await site.write("/enrollments", body)
            #expect(second.status == 409)
            #expect(
                second.json
                    == .object([
                        "ref": .text(id), "error_code": .text("enrollment_exists"),
                        "message": .text(
                            "Enrollment already exists. To create a new enrollment and archive the current "
                                + "enrollment, include the re_enroll=true parameter."),
                    ]))
            let third = try await site.write("/enrollments?re-enroll=true", body)
            #expect(third.status == 201)
        }
    }

    @Test("a draft can be deleted, published content cannot")
    func deletion() async throws {
        try await PortalSite.with(items: 5) { site in
            _ = try await site.write("/learning-objects", #"{"core":\#(Self.core)}"#)
            let own = try #require(site.portal.item(externalID: "x"))
            #expect(own.state == .draft)
            site.portal.publish(own.id)
            let target = "/learning-objects/x?identifier=external_id"
            let refused = try await site.write(target, "", method: .delete)
            RefusedRequest(
                target, 400, "invalid_request",
                "a published learning object is not eligible for deletion"
            ).check(refused, reference: 2)
            site.portal.update(own.id) { $0.state = .draft }
            #expect(try await site.write(target, "", method: .delete).status == 204)
            #expect(try await site.get(target).status == 404)
        }
    }
}

extension PortalSite {
    func write(
        _ target: String, _ body: String, method: HTTPRequest.Method = .post,
        headers: [String: String?] = [:]
    ) async throws -> Answered {
        try await get(
            target, headers: ["Content-Type": "application/json"].merging(headers) { $1 }, method: method,
            body: body)
    }
}
