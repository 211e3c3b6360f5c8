import ConnectorKit
import HTTPAPI
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Push

extension PageRoute {
    static let pushFiles: [PageRoute] = [
        PageRoute(method: .get, path: "/push/templates/{kind}") { context in
            guard let kind = PushKind(rawValue: String(context["kind"].prefix { $0 != "." })) else {
                throw Problem.notFound("there is no such page")
            }
            return .stream(PushFiles.file(kind.rawValue, PushFiles.template(of: kind)))
        },
        PageRoute(method: .get, path: "/groups/{group}/pushes/{push}/failed.csv") { context in
            .stream(PushFiles.file("failed", try await PushFiles.failed(context)))
        },
    ]
}

/// Files around a push: templates to fill in, and failed rows to mend.
enum PushFiles {
    /// The columns of a file that people fill in: of two names for one thing the first.
    private static func columns(of kind: PushKind) -> [String] {
        kind.columns.filter { $0 != "learning_object_external_reference" }
    }

    /// A header and one row, to be written over.
    static func template(of kind: PushKind) -> [String] {
        let example: [String: String] =
            switch kind {
            case .content:
                [
                    "external_reference": "welcome-1", "title": "Welcome",
                    "description": "<p>The first day.</p>", "launch_url": "https://example.com/welcome",
                    "image": "https://example.com/welcome.png", "type": "link", "language": "en",
                    "duration": "10", "topics": "Onboarding|Safety",
                ]
            case .completions:
                [
                    "content_external_reference": "welcome-1", "email": "ann@example.com",
                    "started_at": "2026-11-03T09:00:00Z", "completed_at": "2026-11-03T09:30:00Z",
                    "passed": "true", "score": "80",
                ]
            }
        let names = columns(of: kind)
        return [Record.csvHeader(names), Record(names.map { ($0, .text(example[$0] ?? "")) }).csv]
    }

    /// The rows of a push that were refused or failed, with the reason; a push takes the file when it is mended.
    static func failed(_ context: PageContext) async throws -> [String] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = try await context.call(
                "listFailedRows", query: [("limit", "500")] + (cursor.map { [("cursor", $0)] } ?? []))
            items += page["items"].elements
            cursor = page["next"].text
        } while cursor != nil
        let given = Set(items.flatMap { $0["row"].members?.keys.map { $0 } ?? [] })
        let kind: PushKind = given.contains("email") ? .completions : .content
        let names = kind.columns.filter { columns(of: kind).contains($0) || given.contains($0) }
        return [Record.csvHeader(names + [PushHeader.reason])]
            + items.map { item in
                Record(
                    names.map { ($0, .text(cell(item["row"][$0]))) } + [(PushHeader.reason, item["reason"])]
                ).csv
            }
    }

    /// A value as a file has it.
    private static func cell(_ value: JSONValue) -> String {
        if case .list(let values) = value { values.map(\.plain).joined(separator: "|") } else { value.plain }
    }

    static func file(_ name: String, _ lines: [String]) -> APIStream {
        // Spreadsheets take a file without the mark for one in the encoding of the machine.
        let text = "\u{FEFF}" + lines.map { $0 + "\r\n" }.joined()
        return APIStream(
            type: "text/csv; charset=utf-8",
            headers: [.contentDisposition: "attachment; filename=\"\(name).csv\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
