import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

@testable import tributary

/// The exit statuses (rule R1).
@Suite struct ExitStatusTests {
    static let wrongUsage: [[String]] = [
        ["nonsense"], ["sync", "everything"], ["sync", "catalog", "--nonsense"], ["courses"],
        ["courses", "--group", "Sales Academy", "--format", "xml"],
        ["courses", "--group", "Sales Academy", "--archived", "maybe"],
        ["courses", "--group", "Sales Academy", "--language", "e"],
        ["courses", "archive", "--group", "Sales Academy", "--course", "1"],
        ["courses", "archive", "--group", "Sales Academy", "--course", "one"],
        ["explain", "1", "--group", "Nowhere"],
        ["explain", "1", "--group", "Sales Academy", "--provider", "go2"],
        ["filters", "set", "--group", "Sales Academy", "--type", "vidoe"],
        ["sync", "catalog", "--provider", "go2"], ["sync", "catalog", "--group", "Nowhere"],
        ["providers", "go2"],
        ["runs", "7"], ["sandbox", "go2"], ["demo", "--providers", "go1,go2"],
    ]

    @Test("wrong usage ends with 2 and says so on standard error alone", arguments: wrongUsage)
    func usage(arguments: [String]) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            let done = try await sandbox.start(arguments).finished()
            #expect(done.status == 2)
            #expect(done.output == "")
            #expect(done.errors != "")
            #expect(sandbox.portal.requests == [])
        }
    }

    /// The ids of the providers in this build.
    private static let builtIn = builtInProviders.providers.map(\.descriptor.id).joined(separator: ", ")

    static let suggestions: [(arguments: [String], message: String)] = [
        (
            ["courses", "--group", "sales"],
            """
            tributary: no group "sales"; did you mean "Sales Academy"?; \
            configured are \(Sandbox.engineering) (Engineering), \(Sandbox.sales) (Sales Academy)
            """
        ),
        (
            ["providers", "go2"],
            "tributary: no provider \"go2\"; did you mean \"go1\"?; built in: \(builtIn)"
        ),
        (
            ["filters", "preview", "--group", "Engineering", "--type", "vidoe"],
            "tributary: unknown content type \"vidoe\" for go1; did you mean \"video\"?"
        ),
        (
            ["filters", "preview", "--group", "Engineering", "--language", "english (uk)"],
            "tributary: \"english (uk)\" is no language tag; a BCP 47 tag such as en or pt-BR was expected"
        ),
        (
            ["courses", "archive", "--group", "Engineering", "--course", "4711"],
            "tributary: Engineering has no course \"4711\"; `courses` lists the ids"
        ),
        (["runs", "4711"], "tributary: no run 4711; `tributary runs` lists them"),
        (
            ["courses", "--group", "Engineering", "--type", "video", "--type", "vidoe"],
            "tributary: unknown content type \"vidoe\" for go1; did you mean \"video\"?"
        ),
        (
            ["sync", "--provider", "go2"],
            "tributary: no provider \"go2\"; did you mean \"go1\"?; built in: \(builtIn)"
        ),
        (["sandbox", "go2"], "tributary: no provider \"go2\"; did you mean \"go1\"?; built in: \(builtIn)"),
    ]

    @Test("what is not there is answered with what is", arguments: suggestions)
    func suggestion(arguments: [String], message: String) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            let done = try await sandbox.start(arguments).finished()
            #expect(done == FinishedProgram(status: 2, wasKilled: false, output: "", errors: message + "\n"))
        }
    }

    static let outOfBounds: [(arguments: [String], message: String)] = [
        (["sandbox", "go1", "--items=-5"], "--items is -5; a number from 0 was expected"),
        (["sandbox", "go1", "--port", "70000"], "--port is 70000; a number from 0 to 65535 was expected"),
        (["demo", "--items=-1"], "--items is -1; a number from 0 was expected"),
        (["demo", "--port=-1"], "--port is -1; a number from 0 to 65535 was expected"),
        (["runs", "--limit=-3"], "--limit is -3; a number from 1 was expected"),
        (["runs", "--limit", "0"], "--limit is 0; a number from 1 was expected"),
    ]

    @Test("a number out of bounds is refused before anything runs", arguments: outOfBounds)
    func bounds(arguments: [String], message: String) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let done = try await sandbox.start(arguments).finished()
            #expect(done.status == 2)
            #expect(done.output == "")
            #expect(done.errors.split(separator: "\n").first.map(String.init) == "Error: \(message)")
            #expect(!sandbox.exists("data"))
        }
    }

    @Test("a name that two groups have is answered with their ids, and an id is enough")
    func sameName() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            var other = Sandbox.Group.engineering
            other.name = "sales academy"
            try sandbox.write(Sandbox.Group(), other)
            let named = try await sandbox.run("courses", "--group", "Sales Academy")
            #expect(named.status == 2)
            #expect(
                named.errors == """
                    tributary: two groups are called "Sales Academy"; \
                    use the id: \(Sandbox.engineering), \(Sandbox.sales)

                    """)
            #expect(try await sandbox.run("courses", "--group", Sandbox.sales).status == 0)
        }
    }

    @Test("a folder of Plugins that is off the list is told from a provider that is none, by every command")
    func offTheList() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            for id in ["oai-pmh", "go2"] {
                let answer = try await sandbox.run("providers", id)
                guard answer.status == 2 else { continue }  // built in
                #expect(try await sandbox.run("sync", "--provider", id) == answer)
                #expect(try await sandbox.run("sandbox", id) == answer)
            }
        }
    }

    @Test("all mistakes of all files are told at once, and every command ends with 2 before it does anything")
    func mistakes() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            var group = Sandbox.Group()
            group.types = ["vidoe"]
            group.settings["portal"] = "http://sandbox.mygo1.com"
            group.settings["secret"] = "${GO1_SECRTE}"
            try sandbox.write(group)
            try sandbox.write(
                Sandbox.Group.engineering.text.replacing("enabled:", with: "enable:"), to: "providers/e.yaml")
            try sandbox.write("timezone: Europe/Pairs\n", to: "tributary.yaml")
            for command in [["check"], ["sync"], ["status"], ["courses", "--group", "Engineering"]] {
                let done = try await sandbox.start(command).finished()
                #expect(done.status == 2)
                #expect(done.output == "")
                #expect(
                    done.errors == """
                        providers/e.yaml:5:5: unknown key "enable"; did you mean "enabled"?
                        providers/sales.yaml:10:15: portal is "http://sandbox.mygo1.com": \
                        http://sandbox.mygo1.com is plain http to another machine; \
                        use https (plain http is only for localhost, 127.0.0.0/8 and [::1])
                        providers/sales.yaml:11:15: secret: environment variable GO1_SECRTE is not set; \
                        did you mean GO1_SECRET?
                        providers/sales.yaml:14:23: unknown content type "vidoe" for go1; did you mean "video"?
                        tributary.yaml:1:11: timezone is "Europe/Pairs"; did you mean "Europe/Paris"?

                        """)
            }
            #expect(!sandbox.exists("data"))
        }
    }

    @Test("a configuration file that was named has to be there, by option and by environment")
    func missingConfiguration() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let message = "nowhere.yaml:1:1: the file cannot be read: no such file\n"
            let named = try await sandbox.run("check", "--config", "nowhere.yaml")
            let set = try await sandbox.run("check", environment: ["TRIBUTARY_CONFIG": "nowhere.yaml"])
            let before = try await sandbox.run("--config", "nowhere.yaml", "check")
            for done in [named, set, before] {
                #expect(done == FinishedProgram(status: 2, wasKilled: false, output: "", errors: message))
            }
            let defaults = try await sandbox.run("check")
            #expect(defaults.status == 0)
            #expect(defaults.errors == "0 groups, 0 deployments: no mistakes\n")
        }
    }

    @Test("check --online ends with 0 where the credentials are good and with 1 where they are not")
    func online() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            let good = try await sandbox.run("check", "--online")
            #expect(good.status == 0)
            #expect(
                good.errors == """
                    2 groups, 2 deployments: no mistakes
                    go1 for Engineering, Sales Academy: reached, credentials accepted

                    """)
            let bad = try await sandbox.run("check", "--online", environment: ["GO1_SECRET": "not-it"])
            #expect(bad.status == 1)
            #expect(bad.output == "")
            #expect(!sandbox.exists("data"))
        }
    }

    @Test("init writes files that hold no mistake once filled in, and leaves what is there alone")
    func starterFiles() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let first = try await sandbox.run("init", "new")
            #expect(first.status == 0)
            let check = ["check", "--config", "new/tributary.yaml"]
            let done = try await sandbox.start(check).finished()
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.errors == "1 group, 1 deployment: no mistakes\n")
            let before = try sandbox.read("new/providers/my-group.yaml")
            let second = try await sandbox.run("init", "new")
            #expect(second.status == 1)
            #expect(try sandbox.read("new/providers/my-group.yaml") == before)
        }
    }

    @Test("demo --once ends with 0 and leaves nothing behind", arguments: [[], ["--postgres"]])
    func demo(options: [String]) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let done = try await sandbox.start(["demo", "--once", "--items", "60"] + options).finished()
            #expect(done.status == 0)
            #expect(done.errors == "")
            #expect(done.output.contains("courses reach both Sales Academy and Engineering"))
            #expect(done.output.contains("attempts"))
            let left = try sandbox.entries().filter { $0.hasPrefix("tributary-demo") }
            #expect(left == [])
        }
    }

    @Test(
        "demo --providers puts several providers into one group, with one search and what they likely share")
    func demoOfSeveral() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let demo = try sandbox.start(
                [
                    "demo", "--providers", "go1,linkedin-learning,udemy-business", "--items", "600",
                    "--activity", "20ms",
                ])
            await eventually("the demo serves") { demo.outputSoFar.contains("The console is at ") }
            let host = try #require(
                demo.outputSoFar.firstMatch(of: #/TRIBUTARY_CONFIG=(\S+)/#).map { String($0.1) })
            let search = try await sandbox.run(
                "courses", "--config", host, "--group", "Academy", "--search", "data", "--format", "ndjson")
            let providers = Set(try search.records(ProvidedRecord.self).map(\.provider))
            #expect(providers == ["go1", "linkedin-learning", "udemy-business"])
            let likely = try await sandbox.run("overlaps", "--config", host, "--likely", "--format", "ndjson")
            let found = try likely.records(LikelyOverlapRecord.self)
            #expect(!found.isEmpty)
            for overlap in found {
                #expect(providers.isSuperset(of: overlap.providers), "\(overlap.name)")
                #expect(Set(overlap.providers).count > 1, "\(overlap.name)")
                #expect(overlap.ids.count == overlap.providers.count)
            }
            #expect(found.contains { Set($0.providers) == providers })
            let told = try await sandbox.run("overlaps", "--config", host, "--likely")
            #expect(
                told.output.hasPrefix(
                    "Academy: \(found.count) titles of several providers, likely the same content"))
            demo.send(SIGINT)
            #expect(await demo.finished().status == 130)
        }
    }

    @Test("the demo shows learners completing courses as the portal calls, and ends at Ctrl-C")
    func liveDemo() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let demo = try sandbox.start(["demo", "--items", "60", "--activity", "20ms"])
            await eventually("a learner completes a course") {
                demo.outputSoFar.contains(" completed and passed \"")
            }
            demo.send(SIGINT)
            let ended = await demo.finished()
            #expect(ended.status == 130)
            #expect(ended.errors == "")
            let left = try sandbox.entries().filter { $0.hasPrefix("tributary-demo") }
            #expect(left == [])
        }
    }
}

private struct ProvidedRecord: Decodable {
    let provider: String
}
