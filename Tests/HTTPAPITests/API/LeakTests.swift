import ConnectorKit
import Foundation
import HTTPTypes
import Testing

@testable import HTTPAPI

/// A token limited to groups learns nothing of others, on whichever way it asks (rule L11).
@Suite struct APILeakTests {
    /// Paths: one with a course of `hidden` alone, and one that `english` has a course in, too.
    private static func make(_ site: APISite) async throws -> (hidden: [String], own: String, job: String) {
        let hidden = try await site.get("/groups/hidden/courses?archived=any").texts("id")
        let own = try await site.course("1", in: "english")
        for (path, courses) in [("Sekret path", hidden), ("Shared", [hidden[0], own, hidden[1]])] {
            let made = try await site.call(.post, "/paths", body: "{\"name\":\"\(path)\"}")
            let id = try #require(made.json?["id"]?.text)
            for course in courses { try await site.call(.put, "/paths/\(id)/courses/\(course)", body: "{}") }
        }
        try await site.call(.put, "/groups/hidden/courses/\(hidden[1])/archive")
        let job = try await site.call(.post, "/syncs", body: #"{"kind":"catalog","group":"hidden"}"#)
        return (hidden, own, try #require(job.json?["id"]?.text))
    }

    @Test("No operation shows an id, a title, a count or a name of another group")
    func everyOperation() async throws {
        try await APISite.with(hidden: true) { site in
            let (hidden, own, job) = try await Self.make(site)
            let runs = try await site.get("/runs").texts("id")
            let values = [
                "group": ["english"], "course": hidden + [own], "path": ["1", "2"], "run": runs,
                "provider": ["shelf", "sekret"], "sync": [job], "push": ["1"], "reconcile": ["1"],
                "user": ["ann@example.com"], "item": ["1", "5"], "file": ["host", "group"],
            ]
            for operation in Operation.all where operation.method == .get {
                var addresses = [operation.path]
                for name in PathPattern(operation.path).parameters {
                    let known = try #require(values[name], "\(operation.id): no value for \(name)")
                    addresses = addresses.flatMap { address in
                        known.map { address.replacing("{\(name)}", with: $0) }
                    }
                }
                // What is built in is no secret of a group.
                let isBuiltIn = ["listProviders", "getProvider", "getSchema"].contains(operation.id)
                for address in addresses where !isBuiltIn {
                    let needed = operation.parameters.filter(\.isRequired).map {
                        "\($0.name)=nobody@example.com"
                    }
                    let query = needed.isEmpty ? "" : "?" + needed.joined(separator: "&")
                    let answer = try await site.get(address + query, as: "guest")
                    let asked = address.contains("sekret") ? "sekret" : "-"
                    let shown = answer.text.lowercased().replacing("\(asked) is not deployed", with: "")
                    #expect(
                        !shown.contains("sekret") && !shown.contains("hidden"), "\(address): \(answer.text)")
                    for id in hidden where !runs.contains(id) && !address.contains(id) {
                        #expect(!answer.text.contains("\"id\":\"\(id)\""), "\(address): \(answer.text)")
                    }
                }
            }
        }
    }

    @Test("Paths are shown as if there were no other groups")
    func paths() async throws {
        try await APISite.with(hidden: true) { site in
            let (hidden, own, _) = try await Self.make(site)
            let shared = #"{"id":"2","name":"Shared","position":1,"courses":1,"archived":0}"#
            #expect(
                try await site.get("/paths", as: "guest").text == #"{"items":[\#(shared)],"next":null}"#)
            #expect(try await site.get("/paths/2", as: "guest").text == shared)
            #expect(try await site.get("/paths/2/courses", as: "guest").texts("id") == [own])
            #expect(try await site.get("/paths/2/statistics", as: "guest").json?["courses"] == .integer(1))
            for path in ["/paths/1", "/paths/1/courses", "/paths/1/statistics"] {
                #expect(
                    try await site.get(path, as: "guest").json
                        == problem(404, "Not Found", "there is no path \"1\""))
            }
            #expect(try await site.get("/paths").items.map { $0["courses"] } == [.integer(2), .integer(3)])
            #expect(try await site.get("/paths/2/courses").texts("id") == [hidden[0], own, hidden[1]])
            let statistics = try await site.get("/statistics", as: "guest")
            #expect(statistics.json?["paths"]?.list?.map { $0["name"] } == [.text("Shared")])
        }
    }

    @Test(
        "A run that concerns other groups too shows no count of courses, and is not found if it concerns them alone"
    )
    func runs() async throws {
        try await APISite.with(hidden: true) { site in
            let all = try await site.get("/runs")
            let seen = try await site.get("/runs", as: "guest")
            #expect(all.items.count == 4 && seen.items.count == 2)
            for run in seen.items {
                #expect(run["groups"] == .texts(["english"]))
                for counter in ["created", "updated", "unchanged", "archived", "unarchived"] {
                    #expect(run[counter] == .null)
                }
                #expect(run["seen"] != .null)
            }
            for run in all.items {
                let id = try #require(run["id"]?.text)
                let isOwn = seen.texts("id").contains(id)
                #expect(run["created"] != .null)
                for part in ["", "/skipped", "/reasons", "/remarks"] {
                    let answer = try await site.get("/runs/\(id)\(part)", as: "guest")
                    #expect(answer.status == (isOwn ? 200 : 404))
                }
            }
        }
    }

    @Test("What is asked about another group is not found, or empty, as if there were none")
    func asked() async throws {
        try await APISite.with(hidden: true) { site in
            let (hidden, _, job) = try await Self.make(site)
            for path in [
                "/groups/hidden/courses", "/retiring?group=hidden", "/statistics?group=hidden",
                "/statistics/courses?group=hidden", "/statistics/learners?group=hidden",
            ] {
                #expect(
                    try await site.get(path, as: "guest").json
                        == problem(404, "Not Found", "there is no group \"hidden\""))
            }
            #expect(try await site.get("/syncs/\(job)", as: "guest").status == 404)
            for query in ["user=ann@sekret.example", "course=\(hidden[0])"] {
                #expect(try await site.get("/attempts?\(query)", as: "guest").items.isEmpty)
                #expect(try await site.get("/attempts?\(query)").items.isEmpty == false)
            }
            let learner = try await site.get("/learners/ann@sekret.example/statistics", as: "guest")
            #expect(learner.json?["attempts"] == .integer(0))
        }
    }
}
