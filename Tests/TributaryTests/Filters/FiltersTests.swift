import Go1Simulator
import Testing
import TestSupport

/// Which part of one catalog each group receives.
@Suite struct FiltersTests {
    @Test(
        "two groups on one connection: the catalog is fetched once, and each receives what its filters take")
    func oneDownload() async throws {
        try await Sandbox.with(items: 420) { sandbox in
            var sales = Sandbox.Group()
            (sales.languages, sales.types) = (["en", "fr-FR"], ["course", "video"])
            var engineering = Sandbox.Group.engineering
            (engineering.languages, engineering.types) = (["en-us", "pt"], ["video", "document", "text"])
            try sandbox.write(sales, engineering)
            let runs = try await sandbox.sync()

            let portal = sandbox.portal
            let first = portal.expectedIDs(languages: sales.languages, types: sales.types)
            let second = portal.expectedIDs(languages: engineering.languages, types: engineering.types)
            #expect(!first.isEmpty && !second.isEmpty)
            // What retires is asked about by itself, after the listing.
            let paths = portal.requests.map(\.path).filter { !$0.hasSuffix("/alternatives") }
            #expect(paths == ["/oauth/token", "/learning-objects"])
            #expect(runs.map(\.requests) == [2])
            #expect(runs.first.map { Set($0.groups) } == [Sandbox.sales, Sandbox.engineering])
            #expect(runs.first?.created == first.count + second.count)
            #expect(try await sandbox.courses().map(\.externalId) == first)
            #expect(try await sandbox.courses(of: Sandbox.engineering).map(\.externalId) == second)

            let shared = Set(first).intersection(second)
            let overlaps = try await sandbox.run("overlaps", "--format", "ndjson").records(OverlapRecord.self)
            #expect(
                overlaps == [
                    OverlapRecord(
                        groups: [Sandbox.sales, Sandbox.engineering], count: shared.count,
                        externalIds: shared.sorted(),
                        filters: [
                            "Sales Academy: languages: en, fr-FR providers/sales.yaml:13; "
                                + "content_types: course, video providers/sales.yaml:14",
                            "Engineering: languages: en-US, pt providers/engineering.yaml:13; "
                                + "content_types: video, document, text providers/engineering.yaml:14",
                        ])
                ])
        }
    }

    /// Filters one after the other over the same courses.
    static let steps: [(languages: [String], types: [String])] = [
        (["en"], []), (["en-us"], ["video"]), ([], ["video", "course"]),
        (["FR", "de"], ["interactive", "course"]),
        (["zh"], []), ([], []), ([], ["audio"]),
    ]

    @Test("set does what preview said, at once and without the network, as RFC 4647 has it")
    func previewAndSet() async throws {
        try await Sandbox.with(items: 300) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            sandbox.portal.clearRequests()
            var active = Set(sandbox.portal.expectedIDs())
            for (languages, types) in Self.steps {
                let options =
                    ["--group", Sandbox.sales, "--format", "ndjson"]
                    + languages.flatMap { ["--language", $0] }
                    + types.flatMap { ["--type", $0] }
                let wanted = Set(sandbox.portal.expectedIDs(languages: languages, types: types))
                let change = PreviewRecord(
                    archived: active.subtracting(wanted).count, unarchived: wanted.subtracting(active).count)
                let preview = try await sandbox.start(["filters", "preview"] + options).finished()
                #expect(try preview.records() == [change])
                let before = try await sandbox.courses()
                #expect(Set(before.filter { !$0.archived }.map(\.externalId)) == active)
                let set = try await sandbox.start(["filters", "set"] + options).finished()
                #expect(try set.records() == [change])
                let after = try await sandbox.courses()
                #expect(Set(after.filter { !$0.archived }.map(\.externalId)) == wanted)
                #expect(after.filter(\.archived).allSatisfy { $0.archivedBecause == ["filter"] })
                #expect(after.map(\.id) == before.map(\.id))
                active = wanted
            }
            #expect(sandbox.portal.requests == [])
        }
    }

    @Test("a filter that lets in what no group had makes new courses without the network")
    func newCourses() async throws {
        try await Sandbox.with(items: 200) { sandbox in
            var group = Sandbox.Group()
            group.types = ["video"]
            try sandbox.write(group)
            try await sandbox.sync()
            let videos = sandbox.portal.expectedIDs(types: ["video"])
            let courses = sandbox.portal.expectedIDs(types: ["course"])
            let options = ["--group", "sales academy", "--type", "course", "--format", "ndjson"]
            let set = try await sandbox.start(["filters", "set"] + options).finished()
            #expect(
                try set.records() == [PreviewRecord(archived: videos.count, unarchived: courses.count)])
            let after = try await sandbox.courses()
            #expect(after.filter { !$0.archived }.map(\.externalId) == courses)
            #expect(after.filter(\.archived).map(\.externalId) == videos)
        }
    }

    @Test("set rewrites the values in its own file and leaves every other byte of every file")
    func otherBytes() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            var sales = Sandbox.Group()
            sales.languages = ["en"]
            try sandbox.write(sales, .engineering)
            // Line ends, trailing space and comments as a person may have left them.
            let text = sales.text.replacing("\n", with: "\r\n") + "# to be reviewed  \r\n"
            try sandbox.write(text, to: "providers/sales.yaml")
            let done = try await sandbox.run(
                "filters", "set", "--group", Sandbox.sales, "--language", "fr", "--language", "pt-br",
                "--type", "text")
            #expect(done.output == "providers/sales.yaml is changed: 0 archived, 0 active again or new\n")
            let expected =
                text
                .replacing("languages: [en]", with: "languages: [fr, pt-BR]")
                .replacing("content_types: []", with: "content_types: [text]")
            #expect(try sandbox.read("providers/sales.yaml") == expected)
            #expect(try sandbox.read("providers/engineering.yaml") == Sandbox.Group.engineering.text)
        }
    }

    @Test("a file edited by hand has the same effect at the next command")
    func editedByHand() async throws {
        try await Sandbox.with(items: 200) { sandbox in
            var group = Sandbox.Group()
            try sandbox.write(group)
            try await sandbox.sync()
            sandbox.portal.clearRequests()
            group.languages = ["de"]
            try sandbox.write(group)
            let after = try await sandbox.courses()
            #expect(
                after.filter { !$0.archived }.map(\.externalId)
                    == sandbox.portal.expectedIDs(languages: ["de"]))
            let shown = try await sandbox.run("filters", "show", "--group", Sandbox.sales)
            #expect(shown.output == "Sales Academy, go1: languages: de providers/sales.yaml:13\n")
            #expect(sandbox.portal.requests == [])
        }
    }

    @Test("a provider that is switched off, or taken out, archives its courses and brings them back with it")
    func switchedOff() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            var group = Sandbox.Group()
            try sandbox.write(group, .engineering)
            try await sandbox.sync()
            let all = sandbox.portal.expectedIDs()
            func state() async throws -> [[String]?] {
                // The other group's command sees the file, and so the change.
                try await sandbox.run("status")
                return try await sandbox.courses().map(\.archivedBecause)
            }
            group.enabled = false
            try sandbox.write(group)
            #expect(try await state() == all.map { _ in ["disabled"] })
            group.enabled = true
            try sandbox.write(group)
            #expect(try await state() == all.map { _ in nil })
            try sandbox.write(
                "group: \(Sandbox.sales)\nname: Sales Academy\nproviders: {}\n", to: "providers/sales.yaml")
            #expect(try await state() == all.map { _ in ["disabled"] })
            try sandbox.write(group)
            #expect(try await state() == all.map { _ in nil })
            #expect(try await sandbox.courses(of: Sandbox.engineering).allSatisfy { !$0.archived })
        }
    }
}
