import ConnectorKit
import Foundation
import Testing
import TestSupport

@testable import OAIPMH

@Suite("What OAI-PMH declares")
struct DescriptorTests {
    @Test("the module registers a provider named oai-pmh with only a catalog")
    func registered() {
        #expect(provider.descriptor.id == "oai-pmh")
        #expect(provider.capabilities == [.catalog])
        #expect(provider.descriptor.schedule == DefaultSchedule(catalog: "07:40"))
        #expect(
            provider.descriptor.settings.map(\.name) == ["url", "set", "metadata_prefix", "user", "password"])
        #expect(provider.descriptor.settings.filter(\.required).map(\.name) == ["url"])
        #expect(
            provider.descriptor.filters.contentTypes == [
                "course", "text", "book", "image", "video", "audio", "interactive", "dataset", "software",
                "event", "other",
            ])
    }

    @Test("no access token is requested")
    func noToken() async throws {
        let client = ScriptedClient()
        #expect(try await oai.accessToken(Connection(settings: settings(), client: client)) == nil)
        #expect(client.requests.isEmpty)
    }

    @Test(
        "settings that cannot work are reported with what would be right",
        arguments: [
            ([:], nil), (["set": "law:civil", "metadata_prefix": "lom"], nil), (["set": ""], nil),
            (
                ["url": "https://x.example/oai?verb=Identify"],
                SettingProblem(
                    setting: "url",
                    message: "url holds \"?verb=Identify\"; the repository's base URL alone was expected: "
                        + "https://x.example/oai")
            ),
            (["url": "https://x.example/index.php?journal=x&page=oai"], nil),
            (["url": "https://x.example/oai?"], nil), (["url": "https://x.example/oai?verbose=1"], nil),
            (
                ["url": "https://x.example/index.php?journal=x&verb=Identify&set=a&page=oai"],
                SettingProblem(
                    setting: "url",
                    message:
                        "url holds \"verb=Identify&set=a\"; the repository's base URL alone was expected: "
                        + "https://x.example/index.php?journal=x&page=oai")
            ),
            (
                ["url": "https://x.example/oai#top"],
                SettingProblem(
                    setting: "url",
                    message: "url holds \"#top\"; the repository's base URL alone was expected: "
                        + "https://x.example/oai")
            ),
            (["set": "a+b%2F=c/d:é:"], nil),
            (
                ["set": "civil law"],
                SettingProblem(
                    setting: "set",
                    message:
                        "set \"civil law\" holds white space; a setSpec such as law:civil was expected")
            ),
            (
                ["user": "harvester"],
                SettingProblem(setting: "user", message: "user is set; password was expected as well")
            ),
            (["user": "harvester", "password": "hush"], nil),
            (
                ["password": "hush"],
                SettingProblem(setting: "password", message: "password is set; user was expected as well")
            ),
            (
                ["user": "a:b", "password": "hush"],
                SettingProblem(
                    setting: "user",
                    message: "user holds a colon, which Basic authentication cannot send")
            ),
            (
                ["metadata_prefix": "marc21"],
                SettingProblem(
                    setting: "metadata_prefix",
                    message: "metadata_prefix \"marc21\" is neither Dublin Core, such as oai_dc, nor LOM, "
                        + "such as oai_lom; only these can be read")
            ),
        ] as [([String: String], SettingProblem?)])
    func problems(more: [String: String], expected: SettingProblem?) {
        #expect(oai.problems(in: settings(more)) == (expected.map { [$0] } ?? []))
    }

    @Test("the README names every setting, every source of a field, every type, fault and quirk")
    func readme() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let readme = try String(
            contentsOf: folder.appending(path: "../../README.md").standardizedFileURL, encoding: .utf8)
        let paths = ["oai_dc", "oai_lom"].flatMap { oai.mapping(settings(["metadata_prefix": $0])).paths }
        let names = provider.descriptor.settings.map(\.name) + provider.descriptor.filters.contentTypes
        #expect((names + Set(paths)).filter { !readme.contains("`\($0)`") } == [])
        #expect(provider.descriptor.quirks.filter { !readme.contains("- \($0)\n") } == [])
    }
}
