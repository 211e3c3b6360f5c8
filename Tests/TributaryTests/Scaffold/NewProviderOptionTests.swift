import Foundation
import TestSupport
import Testing

@Suite("The options of script/new-provider")
struct NewProviderOptionTests {
    @Test(
        "Each combination of options writes what they need, well formatted, under the id",
        arguments: ["cursor", "offset", "page"])
    func options(paging: String) async throws {
        try await PackageCopy.with { package in
            for (number, combination) in Combination.all.enumerated() {
                let name = "Acme\(number)"
                let answer = try await package.newProvider(
                    [name, "--id", "acme-no-\(number)", "--paging", paging] + combination.options)
                #expect(answer.errors == "")
                #expect(answer.status == 0)
                let contents = try package.contents().filter { $0.key.hasPrefix("Plugins/\(name)/") }
                let files = (NewProviderTests.files + combination.files).map {
                    "Plugins/\(name)/\($0.replacing("Skeleton", with: name))"
                }
                #expect(Set(contents.keys) == Set(files))
                for (file, text) in contents {
                    for mark in ["//?", "POSITION", "KEYHEADER", "Skeleton", "SKELETON", "skeleton"] {
                        #expect(!text.contains(mark), "\(file)")
                    }
                }
                let provider = contents["Plugins/\(name)/Sources/\(name)Provider.swift"] ?? ""
                #expect(provider.contains("id: \"acme-no-\(number)\""))
                #expect(provider.contains("stats: \"08:00\"") == (combination.statistics != nil))
                #expect(provider.contains("AccessToken") == (combination.access.first != "--key-header"))
                let service = contents["Plugins/\(name)/Sources/Service.swift"] ?? ""
                #expect(service.contains("\"\(paging)\": position.\(paging)"))
                #expect(
                    service.contains("in: \"X-Key\"") == (combination.access.first == "--key-header"))
                let statistics = contents["Plugins/\(name)/Sources/\(name)Provider+Statistics.swift"] ?? ""
                #expect(
                    statistics.contains("ContentPaging<\(paging.capitalized)Paging>")
                        == (combination.statistics == ["--stats", "by-content"]))
            }
            let lint = try await package.run(
                "swift",
                ["format", "lint", "--strict", "--recursive", "--configuration", ".swift-format"]
                    + ["Package.swift", "Plugins"])
            #expect(lint.errors == "")
            #expect(lint.status == 0)
        }
    }

    /// Options besides `--id` and `--paging`, and the files that they add.
    private struct Combination {
        var statistics: [String]?
        var access: [String]
        var isCalled: Bool

        static let all: [Combination] = [nil, ["--stats"], ["--stats", "by-content"]].flatMap { statistics in
            [[], ["--oauth"], ["--key-header", "X-Key"]].flatMap { access in
                [false, true].map { Combination(statistics: statistics, access: access, isCalled: $0) }
            }
        }

        var options: [String] { (statistics ?? []) + access + (isCalled ? ["--webhooks"] : []) }

        var files: [String] {
            let learning = [
                "Simulator/Enrolment.swift", "Sources/SkeletonProvider+Statistics.swift",
                "Tests/StatisticsTests.swift",
            ]
            return (statistics == nil ? [] : learning)
                + (isCalled ? ["Sources/SkeletonProvider+Webhooks.swift"] : [])
        }
    }
}
