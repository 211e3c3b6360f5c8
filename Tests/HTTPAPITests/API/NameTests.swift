import ConnectorKit
import Foundation
import HTTPTypes
import Model
import Push
import Testing

@testable import HTTPAPI

/// What no name, id or other short text may hold, tried in everything that a caller can write.
@Suite struct APINameTests {
    static let forbidden: [String] =
        [
            0, 0x07, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A,
            0x202E, 0x2066,
        ]
        .compactMap { Unicode.Scalar($0 as UInt32) }.map { "a\($0)b" }

    private static func message(_ text: String) -> String {
        let value = text.unicodeScalars.dropFirst().first?.value ?? 0
        let digits = String(value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "holds U+\(code); control characters and marks of direction are not allowed"
    }

    /// The places of a shape that take any text, each with a value that has nothing but this text there.
    private static func places(in shape: Shape, _ text: String) -> [(pointer: String, value: JSONValue)] {
        switch shape {
        case .text: [("", .text(text))]
        case .list(let element, _): places(in: element, text).map { ("/0\($0)", .list([$1])) }
        case .object(let fields):
            fields.flatMap { field in
                places(in: field.shape, text).map { ("/\(field.name)\($0)", .object([field.name: $1])) }
            }
        case .map(let element): places(in: element, text).map { ("/x\($0)", .object(["x": $1])) }
        case .nullable(let shape): places(in: shape, text)
        case .named(let name): places(in: Components.shape(name), text)
        case .choice, .time, .integer, .number, .boolean, .anything, .oneOrMany, .described: []
        }
    }

    private static func address(_ operation: HTTPAPI.Operation, with other: [String: String] = [:]) -> String
    {
        let known = ["group": "all", "provider": "shelf", "course": "1", "path": "1"]
        return PathPattern(operation.path).filled(
            with: Dictionary(
                PathPattern(operation.path).parameters.map { ($0, other[$0] ?? known[$0] ?? "1") }
            ) { first, _ in first })
    }

    @Test("Every member of every body refuses what no name may hold, and is named")
    func bodies() async throws {
        try await APISite.with { site in
            var tried: Set<String> = []
            for operation in Operation.all {
                for text in Self.forbidden {
                    for place in operation.body.map({ Self.places(in: $0, text) }) ?? [] {
                        let answer = try await site.call(
                            HTTPTypes.HTTPRequest.Method(operation.method.rawValue.uppercased()) ?? .get,
                            Self.address(operation),
                            body: JSONValue.object(["v": place.value])["v"]?.json)
                        #expect(
                            answer.json
                                == problem(400, "Bad Request", "\(place.pointer): \(Self.message(text))"),
                            "\(operation.id)")
                        tried.insert(operation.id)
                    }
                }
            }
            #expect(
                tried.isSuperset(of: [
                    "addTags", "createPath", "changePath", "createToken", "changeDeployment", "setFilters",
                    "replay",
                ]))
        }
    }

    @Test("So does every parameter of a path and of a query")
    func parameters() async throws {
        try await APISite.with { site in
            for operation in Operation.all where operation.method == .get {
                for text in Self.forbidden {
                    for name in PathPattern(operation.path).parameters {
                        let answer = try await site.get(Self.address(operation, with: [name: text]))
                        #expect(
                            answer.json == problem(400, "Bad Request", "\(name): \(Self.message(text))"),
                            "\(operation.id)")
                    }
                    for parameter in operation.parameters {
                        guard case .text = parameter.shape else { continue }
                        let query = "\(parameter.name)=\(text.percentEncoded)"
                        let answer = try await site.get("\(Self.address(operation))?\(query)")
                        #expect(
                            answer.json
                                == problem(400, "Bad Request", "\(parameter.name): \(Self.message(text))"),
                            "\(operation.id)")
                    }
                }
            }
        }
    }

    @Test("So does every column of a push, row by row", arguments: PushKind.allCases)
    func pushes(_ kind: PushKind) async throws {
        try await APISite.with { site in
            let path = "/groups/all/providers/shelf/push/\(kind.rawValue)/plan"
            for column in kind.columns {
                // A description has lines, and those of a title become spaces.
                for text in Self.forbidden
                where !["title", "description"].contains(column)
                    || !text.contains("\n") && !text.contains("\r")
                {
                    let body = JSONValue.object(JSONObject([(column, .text(text))])).json
                    let outcome = try await site.call(.post, path, body: body).items.first
                    #expect(outcome?["outcome"] == .text("refused"))
                    #expect(outcome?["reason"]?.text?.contains("\(column) \(Self.message(text))") == true)
                }
            }
        }
    }

    @Test("An id of more bytes than a provider may give finds nothing")
    func longIDs() async throws {
        try await APISite.with { site in
            let item = "/groups/all/providers/shelf/items/"
            let long = try await site.get(item + String(repeating: "x", count: 1_025) + "/explanation")
            #expect(
                long.json
                    == problem(400, "Bad Request", "item: is longer than 1024 characters"))
            #expect(
                try await site.get(item + String(repeating: "x", count: 1_024) + "/explanation").status == 404
            )
        }
    }

    @Test("Joiners and emoji are no control characters")
    func joiners() async throws {
        try await APISite.with { site in
            for name in ["क्‍ष", "می‌خواهم", "👩‍🏫", "Ünïcödé"] {
                let made = try await site.call(.post, "/paths", body: #"{"name":"\#(name)"}"#)
                #expect(made.json?["name"] == .text(name))
            }
        }
    }
}
