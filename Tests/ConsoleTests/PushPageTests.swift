import Foundation
import HTTPTypes
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct PushPageTests {
    private static let csv = """
        external_reference,title,description,launch_url,image
        a-1,One,<p>x</p>,https://example.com/1,https://example.com/1.png
        ,Two,<p>x</p>,https://example.com/2,https://example.com/2.png
        """

    private static func with(_ body: @escaping @Sendable (ConsoleSite, Visitor) async throws -> Void)
        async throws
    {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            _ = try await visitor.done(
                "/groups/english/providers/post/settings", [("enabled", "yes"), ("schedule.changes", "no")])
            try await body(site, visitor)
        }
    }

    @Test("A push is planned first, row by row, and then accepted as a whole")
    func planThenSend() async throws {
        try await Self.with { site, visitor in
            let fields = [("target", "post english"), ("kind", "content"), ("text", Self.csv)]
            let plan = try await visitor.post("/push", fields + [("action", "plan")])
            #expect(plan.status == 200)
            #expect(plan.plain.contains("Would be: 1 created, 1 refused."))
            #expect(plan.plain.contains("2 a-1 created create it, unpublished"))
            #expect(plan.plain.contains("3 refused external_reference is missing"))
            #expect(try await site.live.current.store.pushBacklog().isEmpty)

            let sent = try await visitor.done("/push", fields + [("action", "send")])
            #expect(sent.text(ofClass: "note") == "2 rows are accepted: each will be delivered or reported.")
            #expect(sent.plain.contains("2 a-1 waiting"))
            #expect(sent.plain.contains("3 refused external_reference is missing"))
            let trail = try await site.live.current.store.audit(before: .max, limit: 1)
            #expect(trail.map(\.what) == ["pushContent"])
        }
    }

    @Test("A file that is uploaded counts as one that is pasted")
    func upload() async throws {
        try await Self.with { site, visitor in
            let token = try await visitor.get("/push").formToken
            let parts = [
                ("form", token), ("target", "post english"), ("kind", "content"), ("text", ""),
                ("file\"; filename=\"a.csv", Self.csv), ("action", "plan"),
            ].map { "--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }
            let page = try await site.send(
                .post, "/push", cookie: visitor.cookie,
                headers: [.contentType: "multipart/form-data; boundary=b"], body: parts.joined() + "--b--\r\n"
            )
            #expect(page.plain.contains("Would be: 1 created, 1 refused."))
        }
    }

    static let refused: [(fields: [(String, String)], status: Int, message: String)] = [
        ([("kind", "content"), ("text", "a")], 400, "target: choose where it goes"),
        ([("target", "post all"), ("kind", "content"), ("text", "a")], 400, "target: choose where it goes"),
        (
            [("target", "post english"), ("kind", "x"), ("text", "a")], 400,
            "kind: content or completions was expected"
        ),
        (
            [("target", "post english"), ("kind", "content"), ("text", "")], 422,
            "the file is empty; a header was expected"
        ),
    ]

    @Test("What cannot be pushed is said, and nothing is kept")
    func refusal() async throws {
        try await Self.with { site, visitor in
            for (fields, status, message) in Self.refused {
                let page = try await visitor.post("/push", fields + [("action", "send")])
                #expect(page.status == status)
                #expect(page.text(ofClass: "error") == message)
            }
            #expect(try await site.live.current.store.pushBacklog().isEmpty)
        }
    }
}
