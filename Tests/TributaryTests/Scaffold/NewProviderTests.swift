import Foundation
import Testing
import TestSupport

@Suite("script/new-provider")
struct NewProviderTests {
    @Test(
        "A name that cannot be used is refused, with one that can",
        arguments: [
            (
                "acme",
                """
                "acme" is no name for a module; a capital letter, and then letters and digits, 40 at most, would be \
                right, such as Acme
                """
            ),
            (
                "content-hub 2",
                """
                "content-hub 2" is no name for a module; a capital letter, and then letters and digits, 40 at most, \
                would be right, such as Contenthub2
                """
            ),
            (
                "../Acme",
                """
                "../Acme" is no name for a module; a capital letter, and then letters and digits, 40 at most, would be \
                right, such as Acme
                """
            ),
            ("Any", "Any is a word of the Swift language; another name would be right, such as AnyLearning"),
            ("Go1", "there is already Plugins/Go1; another name would be right, or edit that provider"),
            ("OaiPmh", "there is already Plugins/OAIPMH; another name would be right, or edit that provider"),
            ("Beacon", "there is already a provider with the id be-acon; another name would be right"),
            ("Host", "there is already a module Host; another name would be right, such as HostLearning"),
            (
                "Tributary",
                "there is already a module tributary; another name would be right, such as TributaryLearning"
            ),
            (
                "ConnectorTesting",
                """
                there is already a module ConnectorTesting; another name would be right, such as \
                ConnectorTestingLearning
                """
            ),
            (
                "Store",
                "there is already a module Store; another name would be right, such as StoreLearning"
            ),
            (
                "Floors",
                """
                the module FloorsTests is needed, and there is already a module FloorsTests; another name would \
                be right, such as FloorsLearning
                """
            ),
            (
                "Mapping",
                "Mapping is a type of Tributary's own; another name would be right, such as MappingLearning"
            ),
            (
                "Array",
                "Swift or Foundation knows Array already; another name would be right, such as ArrayLearning"
            ),
        ])
    func refusedName(_ name: String, because reason: String) async throws {
        try await PackageCopy.with { package in
            try package.add("Plugins/Lighthouse/Sources/Descriptor.swift", "    id: \"be-acon\",\n")
            let before = try package.contents()
            let answer = try await package.newProvider(name)
            #expect(answer.errors == "new-provider: \(reason); nothing was written\n")
            #expect(answer.output == "")
            #expect(answer.status == 1)
            #expect(try package.contents() == before)
        }
    }

    @Test(
        "Without one name it says how it is called", arguments: [[], ["Acme", "Other"], ["--stats"], [""]])
    func usage(_ arguments: [String]) async throws {
        try await PackageCopy.with { package in
            let before = try package.contents()
            let answer = try await package.newProvider(arguments)
            #expect(
                answer.errors == """
                    usage: script/new-provider NAME [--id ID] [--stats [by-content]] [--oauth | --key-header HEADER]
                                               [--paging cursor|offset|page] [--webhooks]
                      NAME is the provider's Swift module, such as Acme. Written are Plugins/NAME and one line of \
                    Package.swift.
                      --id ID              the id in files and commands; AcmeLearning is acme-learning without it
                      --stats              it reports what learners did
                      --stats by-content   so it does, but lists it for one course at a time
                      --oauth              it fetches tokens for client credentials; without it, it sends a key as a \
                    bearer token
                      --key-header HEADER  it sends its key in this header, such as X-Api-Key
                      --paging KIND        how lists are paged: by cursors (so without it), offsets or page numbers
                      --webhooks           the service calls when something changed
                      docs/your-first-provider.md says how to go on.

                    """)
            #expect(answer.status == 2)
            #expect(try package.contents() == before)
        }
    }

    @Test(
        "Options that cannot be meant are refused, with those that can",
        arguments: [
            (
                ["--force"],
                "there is no option --force; there are --id, --stats, --oauth, --key-header, --paging and --webhooks"
            ),
            (
                ["--key-header", "--stats"],
                "--key-header takes the name of the header with the key, such as --key-header X-Api-Key"
            ),
            (
                ["--key-header", "X Api Key"],
                "there is no header \"X Api Key\"; letters, digits and hyphens would be right, such as X-Api-Key"
            ),
            (["--key-header", "X-Key", "--key-header", "X-Key"], "--key-header is there twice"),
            (
                ["--key-header", "X-Key", "--stats", "--oauth"],
                """
                --oauth and --key-header are there both; one of them would be right, since a service takes a token or a key
                """
            ),
            (["--id"], "--id takes the id in files and commands, such as --id acme-learning"),
            (["--id", "--stats"], "--id takes the id in files and commands, such as --id acme-learning"),
            (["--paging"], "--paging takes how lists are paged, such as --paging page"),
            (["--paging", "pages"], "there is no paging by \"pages\"; there are cursor, offset and page"),
            (["--paging", "page", "--paging", "cursor"], "--paging is there twice"),
            (["--id", "acme", "--id", "acme"], "--id is there twice"),
        ])
    func refusedOption(_ options: [String], because reason: String) async throws {
        try await PackageCopy.with { package in
            let before = try package.contents()
            let answer = try await package.newProvider(["Acme"] + options)
            #expect(answer.errors == "new-provider: \(reason); nothing was written\n")
            #expect(answer.output == "")
            #expect(answer.status == 2)
            #expect(try package.contents() == before)
        }
    }

    @Test(
        "An id that cannot be used is refused, with what would be right",
        arguments: [
            (
                "Acme_Learning 2",
                """
                "Acme_Learning 2" is no id; lower-case letters, digits and hyphens between them, 40 at most, would be \
                right, such as acme-learning-2
                """
            ),
            (
                "42",
                """
                "42" is no id; lower-case letters, digits and hyphens between them, 40 at most, would be right, such as \
                acme
                """
            ),
            ("go1", "there is already a provider with the id go1; another id would be right"),
        ])
    func refusedID(_ id: String, because reason: String) async throws {
        try await PackageCopy.with { package in
            let before = try package.contents()
            let answer = try await package.newProvider(["Acme", "--id", id])
            #expect(answer.errors == "new-provider: \(reason); nothing was written\n")
            #expect(answer.status == 1)
            #expect(try package.contents() == before)
        }
    }

    /// The imports of one that sorts last are in another order, and the lines of a long one are broken.
    @Test(
        "It writes what it says, under the new name, well formatted",
        arguments: [("Acme", "acme"), ("ZebraLearningAndTrainingForTheWholeWorld", "zebra")])
    func written(name: String, start: String) async throws {
        try await PackageCopy.with { package in
            var expected = try package.contents()
            let answer = try await package.newProvider(name)
            let files = Self.files.map { "Plugins/\(name)/\($0.replacing("Skeleton", with: name))" }
            #expect(
                answer.output == """
                    Package.swift lists \(name), and these are its files:
                    \(files.sorted().map { "  \($0)\n" }.joined())
                    They build and pass the conformance suite as they are:
                      script/test --provider \(name)
                    docs/your-first-provider.md says how to go on.

                    """)
            #expect(answer.errors == "")
            #expect(answer.status == 0)

            let contents = try package.contents()
            let manifest = try #require(expected["Package.swift"])
            expected["Package.swift"] = manifest.replacing(
                "\n]", with: "\n    \"\(name)\",\n]", maxReplacements: 1)
            for file in files {
                let text = try #require(contents[file], "\(file) was not written")
                #expect(!text.localizedCaseInsensitiveContains("skeleton"), "\(file)")
                expected[file] = text
            }
            #expect(contents == expected)
            #expect(
                contents["Plugins/\(name)/Sources/\(name)Provider.swift"]?.contains("id: \"\(start)") == true)
            let lint = try await package.run(
                "swift",
                ["format", "lint", "--strict", "--recursive", "--configuration", ".swift-format"]
                    + ["Package.swift", "Plugins/\(name)"])
            #expect(lint.errors == "")
            #expect(lint.status == 0)
        }
    }

    @Test("What is there already is never overwritten")
    func twice() async throws {
        try await PackageCopy.with { package in
            #expect(try await package.newProvider("Acme").status == 0)
            try package.add("Plugins/Acme/Sources/Service.swift", "edited\n")
            let before = try package.contents()
            let answer = try await package.newProvider("Acme")
            #expect(
                answer.errors == """
                    new-provider: there is already Plugins/Acme; another name would be right, or edit that \
                    provider; nothing was written

                    """)
            #expect(answer.status == 1)
            #expect(try package.contents() == before)
        }
    }

    @Test("A manifest without the list is left alone, and nothing is written")
    func otherManifest() async throws {
        try await PackageCopy.with { package in
            try package.replace("Package.swift", "let providers = [", with: "let providers: [String] = [")
            let before = try package.contents()
            let answer = try await package.newProvider("Acme")
            #expect(
                answer.errors == """
                    new-provider: Package.swift does not begin with the list `let providers = [`, to which the \
                    name would be added; nothing was written

                    """)
            #expect(answer.status == 1)
            #expect(try package.contents() == before)
        }
    }

    static let files = [
        "Fixtures/page.json", "README.md", "Simulator/Item.swift", "Simulator/SimulatedService.swift",
        "Simulator/SkeletonSimulator.swift",
        "Sources/CourseTable.swift", "Sources/ItemKind.swift", "Sources/Service.swift",
        "Sources/SkeletonProvider+Catalog.swift", "Sources/SkeletonProvider.swift",
        "Tests/ConformanceTests.swift", "Tests/MappingTests.swift", "Tests/SimulatorTests.swift",
    ]
}
