import Foundation
import HTTPTypes
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
            #expect(plan.plain.contains("Would be: 1 Created, 1 Refused."))
            #expect(plan.plain.contains("2 a-1 Created create it, unpublished"))
            #expect(plan.plain.contains("3 Refused external_reference is missing"))
            #expect(try await site.live.current.store.pushBacklog().isEmpty)

            let sent = try await visitor.done("/push", fields + [("action", "send")])
            #expect(sent.text(ofClass: "note") == "2 rows are accepted: each will be delivered or reported.")
            #expect(sent.plain.contains("2 a-1 Waiting"))
            #expect(sent.plain.contains("3 Refused external_reference is missing"))
            let trail = try await site.live.current.store.audit(before: .max, limit: 1)
            #expect(trail.map(\.what) == ["pushContent"])
        }
    }

    @Test("A template has the columns of its kind, and is a file that a push takes as it is")
    func templates() async throws {
        try await Self.with { _, visitor in
            let push = try await visitor.get("/push")
            for kind in ["content", "completions"] {
                let address = "/push/templates/\(kind).csv"
                #expect(push.attributes("href", of: "a").contains(address))
                let file = try await visitor.get(address)
                #expect(file.headers[.contentDisposition] == "attachment; filename=\"\(kind).csv\"")
                let plan = try await visitor.post(
                    "/push",
                    [("target", "post english"), ("kind", kind), ("text", file.text), ("action", "plan")])
                #expect(plan.status == 200, "\(plan.text)")
                #expect(!plan.plain.contains("Refused"), "\(plan.plain)")
            }
            #expect(try await visitor.get("/push/templates/other.csv").status == 404)
        }
    }

    @Test("Rows that failed are a file with their reasons, which a push takes again once it is mended")
    func failed() async throws {
        try await Self.with { _, visitor in
            let fields = [("target", "post english"), ("kind", "content")]
            let sent = try await visitor.done("/push", fields + [("text", Self.csv), ("action", "send")])
            #expect(sent.plain.contains("1 row failed."))
            let file = try #require(
                sent.attributes("href", of: "a").first { $0.hasSuffix("/failed.csv") })
            let text = try await visitor.get(file).text
            let row =
                ",Two,<p>x</p>,https://example.com/2,https://example.com/2.png,,,,,,,,external_reference is missing"
            #expect(text.hasSuffix(",removed,reason\r\n\(row)\r\n"))
            let mended = text.replacing("\r\n,Two", with: "\r\na-2,Two")
            let plan = try await visitor.post("/push", fields + [("text", mended), ("action", "plan")])
            #expect(plan.plain.contains("2 a-2 Created create it, unpublished"))
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
            #expect(page.plain.contains("Would be: 1 Created, 1 Refused."))
        }
    }

    private static func page(_ site: ConsoleSite, _ visitor: Visitor, file: [UInt8]) async throws -> HTMLPage
    {
        let token = try await visitor.get("/push").formToken
        let parts = [("form", token), ("target", "post english"), ("kind", "content"), ("action", "plan")].map
        {
            "--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
        }
        let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\n\r\n"
        return try await site.send(
            .post, "/push", cookie: visitor.cookie,
            headers: [.contentType: "multipart/form-data; boundary=b"],
            bytes: Array((parts.joined() + head).utf8) + file + Array("\r\n--b--\r\n".utf8))
    }

    @Test("An uploaded file in UTF-16 is read and shown as text; other encodings are named")
    func encodings() async throws {
        try await Self.with { site, visitor in
            let text = Self.csv.replacing("\n", with: "\r\n")
            let units = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let utf16: [UInt8] = [0xFF, 0xFE] + units
            let page = try await Self.page(site, visitor, file: utf16)
            #expect(page.plain.contains("Would be: 1 Created, 1 Refused."))
            #expect(page.text.contains("a-1,"))
            let latin = Array("external_reference,title\nr,T".utf8) + [0xE9, 0x0A]
            let refused = try await Self.page(site, visitor, file: latin)
            #expect(refused.status == 422)
            #expect(
                refused.text(ofClass: "error")
                    == "line 2: the file is not UTF-8, and looks like windows-1252; UTF-8 was expected: in Excel, save it as \"CSV UTF-8 (Comma delimited)\""
            )
            let nul = try await Self.page(site, visitor, file: Array("external_reference\nr\0\n".utf8))
            #expect(nul.text(ofClass: "error") == "line 2, column 2: a NUL character cannot be pushed")
        }
    }

    @Test("A form that is too long, or has too many fields, is refused; a push may be longer than others")
    func limits() async throws {
        try await Self.with { site, visitor in
            let long = String(repeating: "x", count: 1 << 20)
            let refused = try await visitor.post("/paths", [("name", long)])
            #expect(refused.status == 413)
            #expect(refused.text.contains("a form may have 1 MiB"))
            let fields = (1...1_000).map { ("f\($0)", "") }
            let many = try await visitor.post("/paths", fields)
            #expect(many.status == 400)
            #expect(many.text.contains("UTF-8 and 1000 fields at most were expected"))
            let text = Self.csv + String(repeating: "\n", count: 1 << 20)
            let push = [("target", "post english"), ("kind", "content"), ("text", text), ("action", "plan")]
            #expect(try await visitor.post("/push", push).status == 200)
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
