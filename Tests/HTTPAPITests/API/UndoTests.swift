import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import Testing
import TestSupport

@testable import HTTPAPI
@testable import Host

@Suite struct UndoTests {
    private static let path = "/groups/english/providers/shelf/filters"

    private static func set(_ languages: String, on site: APISite) async throws {
        let body = #"{"languages":\#(languages),"contentTypes":[]}"#
        #expect(try await site.call(.put, path, body: body).status == 200)
    }

    @Test("The last change of the filters is undone: in the file, in the courses and in the audit trail")
    func undo() async throws {
        try await APISite.with { site in
            let before = try site.file("providers/english.yaml")
            try await Self.set(#"["fr"]"#, on: site)
            let offer = try await site.get(Self.path + "/undo")
            #expect(offer.json?["filters"]?["languages"] == .list([.text("en")]))
            #expect(offer.json?["until"] == .text("2027-01-15T08:10:00Z"))
            let undone = try await site.call(.post, Self.path + "/undo")
            #expect(undone.text == #"{"archived":1,"unarchived":5}"#)
            #expect(try site.file("providers/english.yaml") == before)
            #expect(try await site.get("/audit").texts("what") == ["undoFilters", "setFilters"])
            #expect(try await site.get(Self.path + "/undo").text == #"{"filters":null,"until":null}"#)
        }
    }

    @Test("After ten minutes, or when the filters are others again, there is nothing to undo")
    func over() async throws {
        let nothing = problem(
            409, "Conflict",
            "there is nothing to undo: the filters were not changed in the last ten minutes, or again since")
        try await APISite.with { site in
            #expect(try await site.call(.post, Self.path + "/undo").json == nothing)
            try await Self.set(#"["fr"]"#, on: site)
            site.time.pass(599)
            let offer = try await site.get(Self.path + "/undo")
            #expect(offer.json?["filters"]?["languages"] == .list([.text("en")]))
            site.time.pass(1)
            #expect(try await site.call(.post, Self.path + "/undo").json == nothing)
            try await Self.set("[]", on: site)
            try await site.call(
                .patch, "/groups/english/providers/shelf", body: #"{"filters":{"languages":["en"]}}"#)
            #expect(try await site.call(.post, Self.path + "/undo").json == nothing)
            #expect(try await site.call(.post, Self.path + "/undo", as: "viewer").status == 403)
        }
    }
}
