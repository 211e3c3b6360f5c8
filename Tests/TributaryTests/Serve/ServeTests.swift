import Foundation
import Go1Simulator
import Testing
import TestSupport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The daemon as its administrator has it: started once, and then it does what the files say.
@Suite struct ServeTests {
    private func active(_ sandbox: Sandbox) async -> [String] {
        (try? await sandbox.courses().filter { !$0.archived }.map(\.externalId)) ?? []
    }

    @Test(
        "a deployment syncs when the host starts, an edited file is followed, and a mistake in one is reported"
    )
    func daemon() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            var group = Sandbox.Group()
            group.languages = ["en"]
            try sandbox.write(group)
            let portal = sandbox.portal
            let program = try sandbox.start(["serve"])
            let english = portal.expectedIDs(languages: ["en"])
            let french = portal.expectedIDs(languages: ["fr"])
            #expect(!english.isEmpty && !french.isEmpty && english != french)
            await eventually("the catalog is synced at activation") { await active(sandbox) == english }

            group.languages = ["xx-"]
            try sandbox.write(group)
            let mistake =
                "providers/sales.yaml:13:19: \"xx-\" is no language tag; a BCP 47 tag such as en or pt-BR was expected\n"
                + "tributary: the files were not taken; what ran before goes on\n"
            await eventually("the mistake is reported") { program.errorsSoFar.contains(mistake) }

            group.languages = ["fr"]
            try sandbox.write(group)
            await eventually("the edit is in force") {
                program.errorsSoFar.contains("tributary: the edited files are in force\n")
            }
            let now = await active(sandbox)
            #expect(now == french)

            try sandbox.remove("providers/sales.yaml")
            try sandbox.write(Sandbox.Group.engineering)
            await eventually("a new group is synced, the one taken out is archived") {
                let runs = try? await sandbox.run("runs", "--format", "ndjson").output
                return runs?.contains(Sandbox.engineering) ?? false
            }
            program.send(SIGTERM)
            let end = await program.finished()
            #expect(end.status == 0)
            #expect(!end.errors.contains(Sandbox.secret))
        }
    }

    @Test("a data directory that others can enter is warned of, once")
    func openDirectory() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            try sandbox.write(Sandbox.Group())
            let data = sandbox.folder.appending(path: "data")
            try FileManager.default.createDirectory(
                at: data, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
            let program = try sandbox.start(["serve"])
            await eventually("it listens") { program.outputSoFar.contains("Tributary listens on") }
            program.send(SIGTERM)
            let end = await program.finished()
            #expect(end.errors.components(separatedBy: "is open to other users (mode 0755)").count == 2)
        }
    }

    @Test("the API changes the file and the courses, and shows what it changed at once")
    func api() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            try sandbox.write(Sandbox.Group())
            let token = try await sandbox.run("token", "create", "--role", "admin", "--name", "test").output
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let program = try sandbox.start(["serve"])
            await eventually("it listens") { program.outputSoFar.contains("listens on ") }
            await eventually("the catalog is there") { await !active(sandbox).isEmpty }
            let origin = try #require(
                program.outputSoFar.split(separator: " ").first { $0.hasPrefix("http://") }?.dropLast())
            func call(_ method: String, _ path: String, _ body: String? = nil) async throws -> (Int, String) {
                var request = URLRequest(
                    url: try #require(URL(string: "\(origin)/api/v1/groups/\(Sandbox.sales)/\(path)")))
                request.httpMethod = method
                request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
                if let body {
                    request.httpBody = Data(body.utf8)
                    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
                }
                let (data, response) = try await URLSession.shared.data(for: request)
                return (
                    (response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self)
                )
            }
            let set = try await call(
                "PUT", "providers/go1/filters", #"{"languages":["fr"],"contentTypes":[]}"#)
            #expect(set.0 == 200)
            #expect(try sandbox.read("providers/sales.yaml").contains("languages: [fr]"))
            let shown = try await call("GET", "providers/go1")
            #expect(shown.1.contains(#""filters":{"languages":["fr"],"contentTypes":[]}"#))
            #expect(!shown.1.contains(Sandbox.secret))
            #expect(await active(sandbox) == sandbox.portal.expectedIDs(languages: ["fr"]))
            let wrong = try await call(
                "PUT", "providers/go1/filters", #"{"languages":[],"contentTypes":["vidoe"]}"#)
            #expect(wrong.0 == 400)
            #expect(
                wrong.1
                    == #"{"type":"about:blank","title":"Bad Request","status":400,"detail":"unknown content type \"vidoe\" for go1; did you mean \"video\"?"}"#
            )
            program.send(SIGTERM)
            #expect(await program.finished().status == 0)
        }
    }
}
