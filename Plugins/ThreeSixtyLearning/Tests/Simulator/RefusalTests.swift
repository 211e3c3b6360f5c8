import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Testing

@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var method = HTTPRequest.Method.get
        let path: String
        var body: String?
        var headers: [String: String?] = [:]
        let answer: Answered

        var testDescription: String { name }
    }

    private static let sales = Group.sales.id
    private static let admin = User.admin.id
    private static let nowhere = "ffffffffffffffffffffffff"

    private static func integration(_ more: String, name: String = "A") -> String {
        "{\"externalPlatform\":\"\(name)\",\"groupId\":\"\(sales)\",\"authorId\":\"\(admin)\"\(more)}"
    }

    static let access: [Case] = [
        Case(
            name: "no token", path: "users", headers: ["Authorization": nil],
            answer: .flat(401, "invalid_token")),
        Case(
            name: "a token of somebody else", path: "users", headers: ["Authorization": "Bearer x"],
            answer: .flat(401, "invalid_token")),
        Case(
            name: "no version", path: "users", headers: ["360-api-version": nil],
            answer: .nested(
                400, "invalidRequest", "the header 360-api-version is missing; v2.0 was expected")),
        Case(
            name: "another version", path: "users", headers: ["360-api-version": "v1"],
            answer: .nested(400, "invalidRequest", "360-api-version is \"v1\"; v2.0 was expected")),
        Case(
            name: "a path that is none", path: "lessons",
            answer: .nested(404, "notFound", "There is no /api/v2/lessons")),
        Case(
            name: "a method that is none", method: .delete, path: "users",
            answer: .nested(405, "methodNotAllowed", "/api/v2/users does not take DELETE")),
        Case(
            name: "a filter that is none", path: "users?name[eq]=x",
            answer: .nested(400, "invalidRequest", "there is no filter name[eq] here")),
        Case(
            name: "an operator that is none", path: "tags?isMain[ne]=true",
            answer: .nested(400, "invalidRequest", "there is no filter isMain[ne] here")),
        Case(
            name: "a page that is none", path: "users?next=abc",
            answer: .nested(400, "invalidRequest", "next is no token of a next page")),
        Case(
            name: "a page before the first", path: "users?next=LTU_",
            answer: .nested(400, "invalidRequest", "next is no token of a next page")),
        Case(
            name: "a date that is none", path: "bulk/operations?createdAt[gte]=yesterday",
            answer: .nested(
                400, "invalidRequest",
                "createdAt[gte] is \"yesterday\"; a date and time was expected")),
    ]

    static let unknown: [Case] = [
        Case(
            name: "an unknown user", path: "users/\(nowhere)",
            answer: .nested(404, "userNotFound", "There is no user \(nowhere)")),
        Case(
            name: "an unknown user's roles", path: "users/\(nowhere)/roles",
            answer: .nested(404, "userNotFound", "There is no user \(nowhere)")),
        Case(
            name: "an unknown group", path: "groups/\(nowhere)",
            answer: .nested(404, "groupNotFound", "There is no group \(nowhere)")),
        Case(
            name: "an unknown integration's course", path: "integrations/\(nowhere)/courses/1",
            answer: .nested(404, "integrationNotFound", "There is no integration \(nowhere)")),
        Case(
            name: "an unknown course", path: "courses/\(nowhere)",
            answer: .nested(404, "courseNotFound", "There is no course \(nowhere)")),
        Case(
            name: "archiving an unknown course", method: .put, path: "courses/\(nowhere)/archive",
            body: "{\"archived\":true}",
            answer: .nested(404, "courseNotFound", "There is no course \(nowhere)")),
        Case(
            name: "an unknown tag", path: "tags/\(nowhere)",
            answer: .nested(404, "tagNotFound", "There is no tag \(nowhere)")),
        Case(
            name: "an unknown operation", path: "bulk/operations/\(nowhere)",
            answer: .nested(404, "bulkOperationNotFound", "There is no bulk operation \(nowhere)")),
        Case(
            name: "a bulk operation on an unknown integration", method: .put,
            path: "bulk/integrations/\(nowhere)/courses", body: "{\"input\":[]}",
            answer: .nested(404, "integrationNotFound", "There is no integration \(nowhere)")),
    ]

    static let integrations: [Case] = [
        Case(
            name: "a member that is not published", method: .post, path: "integrations",
            body: integration(",\"colour\":1"),
            answer: .nested(400, "invalidRequest", "colour is not expected")),
        Case(
            name: "no group", method: .post, path: "integrations",
            body: "{\"externalPlatform\":\"A\",\"authorId\":\"\(admin)\"}",
            answer: .nested(400, "invalidRequest", "groupId is missing")),
        Case(
            name: "an empty name", method: .post, path: "integrations", body: integration("", name: ""),
            answer: .nested(
                400, "invalidRequest",
                "externalPlatform is \"\"; a string of at least 1 character was expected")),
        Case(
            name: "a progress of more than everything", method: .post, path: "integrations",
            body: integration(",\"defaultProgress\":101"),
            answer: .nested(
                400, "invalidRequest", "defaultProgress is 101; an integer from 0 to 100 was expected")),
        Case(
            name: "a progress that is not whole", method: .post, path: "integrations",
            body: integration(",\"defaultProgress\":0.5"),
            answer: .nested(
                400, "invalidRequest", "defaultProgress is 0.5; an integer from 0 to 100 was expected")),
        Case(
            name: "a completion that is text", method: .post, path: "integrations",
            body: integration(",\"defaultCompletion\":\"yes\""),
            answer: .nested(
                400, "invalidRequest", "defaultCompletion is \"yes\"; a boolean was expected")),
        Case(
            name: "a logo by plain http", method: .post, path: "integrations",
            body: integration(",\"externalPlatformLogoUrl\":\"http://a.example/l.png\""),
            answer: .nested(
                400, "invalidRequest",
                "externalPlatformLogoUrl is \"http://a.example/l.png\"; an https URL was expected")),
        Case(
            name: "a reserved name in another case", method: .post, path: "integrations",
            body: integration("", name: "go1"),
            answer: .nested(
                400, "reservedPlatformName", "The platform name \"go1\" is reserved")),
        Case(
            name: "an unknown group", method: .post, path: "integrations",
            body: "{\"externalPlatform\":\"A\",\"groupId\":\"\(nowhere)\",\"authorId\":\"\(admin)\"}",
            answer: .nested(404, "groupNotFound", "There is no group \(nowhere)")),
        Case(
            name: "an unknown author", method: .post, path: "integrations",
            body: "{\"externalPlatform\":\"A\",\"groupId\":\"\(sales)\",\"authorId\":\"\(nowhere)\"}",
            answer: .nested(404, "userNotFound", "There is no user \(nowhere)")),
        Case(
            name: "a body that is no JSON", method: .post, path: "integrations", body: "{",
            answer: .nested(400, "invalidRequest", "the body is not JSON")),
        Case(
            name: "a body that is a list", method: .post, path: "integrations", body: "[]",
            answer: .nested(
                400, "invalidRequest", "the body is an array; an object was expected")),
        Case(
            name: "a body that does not say what it is", method: .post, path: "integrations", body: "{}",
            headers: ["Content-Type": "text/plain"],
            answer: .nested(400, "invalidRequest", "the Content-Type is not application/json")),
        Case(
            name: "a tag without a name", method: .post, path: "tags", body: "{\"isMain\":false}",
            answer: .nested(400, "invalidRequest", "name is missing")),
    ]

    @Test(
        "what is not as published is refused, with the published code where there is one",
        arguments: access + unknown + integrations)
    func refused(_ refused: Case) async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let answer = try await site.ask(
                refused.method, refused.path, refused.body, headers: refused.headers)
            #expect(answer == refused.answer)
        }
    }

    @Test("each scope is needed, and its lack is told", arguments: Scope.allCases)
    func scopes(_ scope: Scope) async throws {
        var options = LMSPlatform.Options()
        options.scopes.remove(scope)
        let (method, path): (HTTPRequest.Method, String) =
            switch scope {
            case .usersRead: (.get, "users")
            case .groupsRead: (.get, "groups/\(Self.sales)")
            case .integrationsRead: (.get, "integrations")
            case .integrationsWrite: (.delete, "integrations/\(Self.nowhere)")
            case .integrationsBulk: (.put, "bulk/integrations/\(Self.nowhere)/courses")
            case .bulkOperationsRead: (.get, "bulk/operations")
            case .coursesRead: (.get, "courses")
            case .coursesWrite: (.put, "courses/\(Self.nowhere)/tags")
            case .courseStatsRead: (.get, "courses/stats")
            case .tagsRead: (.get, "tags")
            case .tagsWrite: (.delete, "tags/\(Self.nowhere)")
            }
        try await PlatformSite.with(LMSPlatform(options)) { site async throws in
            #expect(
                try await site.ask(method, path)
                    == .nested(403, "invalid_scope", "The token lacks the scope \(scope.rawValue)"))
        }
    }

    @Test("one of 360Learning's own integrations can neither be changed, deleted nor written through")
    func reserved() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let own = try #require(site.platform.integrations.first).id
            let reserved = Answered.nested(
                400, "reservedPlatformName", "The platform name \"Go1\" is reserved")
            #expect(try await site.ask(.patch, "integrations/\(own)", "{}") == reserved)
            #expect(try await site.ask(.delete, "integrations/\(own)") == reserved)
            let empty = "{\"input\":[]}"
            #expect(try await site.ask(.put, "bulk/integrations/\(own)/courses", empty) == reserved)
            #expect(try await site.ask(.delete, "bulk/integrations/\(own)/courses", empty) == reserved)
            #expect(try await site.ask(.post, "bulk/integrations/\(own)/stats", empty) == reserved)
        }
    }

    @Test("a name is taken once a group, by creating and by editing, and there is a limit of integrations")
    func integrationRules() async throws {
        var options = LMSPlatform.Options()
        options.mostIntegrations = 3
        try await PlatformSite.with(LMSPlatform(options)) { site async throws in
            _ = try await site.integration("A")
            let second = try await site.integration("B")
            let duplicate = Answered.nested(
                400, "duplicateExternalPlatform",
                "The group \(Self.sales) already has an integration \"A\"")
            #expect(try await site.ask(.post, "integrations", Self.integration("")) == duplicate)
            #expect(
                try await site.ask(.patch, "integrations/\(second)", "{\"externalPlatform\":\"A\"}")
                    == duplicate)
            #expect(
                try await site.ask(.post, "integrations", Self.integration("", name: "C"))
                    == .nested(400, "integrationsLimitReached", "There are already 3 integrations"))
        }
    }

    @Test("a tag's name belongs to one tag, a course takes 100 tags that there are")
    func tagRules() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            let tag = site.platform.addTag("Sales")
            let taken = Answered.nested(400, "tagNameNotAvailable", "There is already a tag \"sales\"")
            let body = "{\"isMain\":false,\"name\":\"sales\"}"
            #expect(try await site.ask(.post, "tags", body) == taken)
            let other = site.platform.addTag("Other")
            #expect(try await site.ask(.put, "tags/\(other.id)", body) == taken)
            let course = try await site.delivered("1", to: integration)
            #expect(
                try await site.ask(
                    .put, "courses/\(course)/tags", "{\"tagIds\":[\"\(tag.id)\",\"\(Self.nowhere)\"]}")
                    == .nested(404, "tagNotFound", "There is no tag \(Self.nowhere)"))
            let many = Array(repeating: "\"\(tag.id)\"", count: 101).joined(separator: ",")
            #expect(
                try await site.ask(.put, "courses/\(course)/tags", "{\"tagIds\":[\(many)]}")
                    == .nested(
                        400, "invalidRequest", "tagIds has 101 elements; at most 100 were expected"))
            #expect(site.platform.courses(of: integration).map(\.tags) == [[]])
        }
    }

    @Test(
        "a token is refused for what RFC 6749 and the description name",
        arguments: [
            ("{}", Answered.flat(400, "invalid_request")),
            ("{", .flat(400, "invalid_request")),
            (
                #"{"grant_type":"client_credentials","client_id":"a","client_secret":"b","scope":"x"}"#,
                .flat(400, "invalid_request")
            ),
            (
                #"{"grant_type":"password","client_id":"a","client_secret":"b"}"#,
                .flat(400, "unsupported_grant_type")
            ),
            (
                #"{"grant_type":"client_credentials","client_id":"a","client_secret":"b"}"#,
                .flat(401, "invalid_client")
            ),
            (
                #"{"grant_type":"client_credentials","client_id":"a","client_secret":"b","#
                    + #""user_id":"ffffffffffffffffffffffff"}"#,
                .flat(400, "non_existing_user")
            ),
        ])
    func tokens(_ body: String, _ refusal: Answered) async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            #expect(
                try await site.ask(.post, "oauth2/token", body, headers: ["Authorization": nil]) == refusal)
        }
    }
}
