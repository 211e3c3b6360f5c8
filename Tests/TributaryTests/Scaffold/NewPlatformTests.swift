import Foundation
import TestSupport
import Testing

@Suite("script/new-platform")
struct NewPlatformTests {
    @Test("It writes what it says, under the new name, well formatted, and lists it as a platform")
    func written() async throws {
        try await PackageCopy.with { package in
            var expected = try package.contents()
            let answer = try await package.run("script/new-platform", ["AcmeLMS"])
            let files = Self.files.map { "Plugins/AcmeLMS/\($0)" }
            #expect(
                answer.output == """
                    Package.swift lists AcmeLMS, and these are its files:
                    \(files.sorted().map { "  \($0)\n" }.joined())
                    They build and pass the conformance suite as they are:
                      script/test --provider AcmeLMS
                    docs/your-first-platform.md says how to go on.

                    """)
            #expect(answer.errors == "")
            #expect(answer.status == 0)

            let contents = try package.contents()
            let manifest = try #require(expected["Package.swift"])
            expected["Package.swift"] = manifest.replacing(
                "    \"ThreeSixtyLearning\"\n]", with: "    \"ThreeSixtyLearning\",\n    \"AcmeLMS\",\n]")
            for file in files {
                let text = try #require(contents[file], "\(file) was not written")
                #expect(!text.localizedCaseInsensitiveContains("skeleton"), "\(file)")
                expected[file] = text
            }
            #expect(contents == expected)
            let lint = try await package.run(
                "swift",
                ["format", "lint", "--strict", "--recursive", "--configuration", ".swift-format"]
                    + ["Package.swift", "Plugins/AcmeLMS"])
            #expect(lint.errors == "")
            #expect(lint.status == 0)
        }
    }

    @Test("What is there already is refused", arguments: ["Go1", "ThreeSixtyLearning"])
    func twice(_ name: String) async throws {
        try await PackageCopy.with { package in
            let before = try package.contents()
            let answer = try await package.run("script/new-platform", [name])
            #expect(
                answer.errors == """
                    new-platform: there is already Plugins/\(name); another name would be right, or edit that \
                    platform; nothing was written

                    """)
            #expect(answer.status == 1)
            #expect(try package.contents() == before)
        }
    }

    @Test("Options are for providers")
    func options() async throws {
        try await PackageCopy.with { package in
            let answer = try await package.run("script/new-platform", ["Acme", "--stats"])
            #expect(
                answer.errors
                    == "new-platform: there is no option --stats; a platform takes none; nothing was written\n"
            )
            #expect(answer.status == 2)
        }
    }

    private static let files = [
        "README.md", "Simulator/AcmeLMSSimulator.swift", "Simulator/SimulatedPlatform.swift",
        "Sources/AcmeLMSClient.swift", "Sources/AcmeLMSPlatform.swift", "Sources/Wire.swift",
        "Tests/ConformanceTests.swift",
    ]
}
