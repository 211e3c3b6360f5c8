import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Testing
import TestSupport

/// The file of a group that is set up by API or console.
@Suite struct NewGroupTests {
    private static let hostText = "# The host.\ndata: data\n"
    private static let starter = "# A group.\ngroup: my-group-id\n"

    private static func group(_ change: (inout NewGroup) -> Void = { _ in }) -> NewGroup {
        var group = NewGroup(id: "62be0535045424d93edaad7b", name: "Sales Academy", admin: "ann@acme.example")
        var go1 = DeploymentChange()
        go1.settings = [
            "portal": "https://acme.mygo1.com", "client_id": "a${b}", "secret": "hush", "page_size": "50",
        ]
        go1.tags = true
        go1.languages = ["en", "no"]
        go1.contentTypes = ["course"]
        group.providers["go1"] = go1
        change(&group)
        return group
    }

    /// - Returns: the files that were written.
    private static func write(_ group: NewGroup, in folder: ConfigurationFolder) throws(DeploymentRefusal)
        -> [String]
    {
        var source = folder.source()
        source.starters = StarterTexts(host: hostText, group: starter)
        let host = HostConfiguration(directory: folder.url, defaultProvider: "go1")
        return try GroupCreation(source: source, host: host, randomText: { "0A1B2C3D-4" }).write(group)
    }

    /// Why a group is not written.
    private static func refusal(of group: NewGroup, in folder: ConfigurationFolder) -> DeploymentRefusal? {
        do throws(DeploymentRefusal) {
            let written = try write(group, in: folder)
            Issue.record("\(written)")
            return nil
        } catch {
            return error
        }
    }

    private static func read(_ file: String, in folder: ConfigurationFolder) throws -> String {
        try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
    }

    private static func files(in folder: ConfigurationFolder) throws -> [String] {
        let found = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
        return found.filter { !$0.hasSuffix("providers") }.sorted()
    }

    @Test("The file reads like one that a person wrote, and says what was typed")
    func text() throws {
        let folder = try ConfigurationFolder()
        let written = try Self.write(Self.group(), in: folder)
        #expect(written == ["tributary.yaml", "providers/sales-academy.yaml"])
        #expect(try Self.read("tributary.yaml", in: folder) == Self.hostText)
        #expect(
            try Self.read("providers/sales-academy.yaml", in: folder) == """
                # One group of the LMS, and which providers run in it. `tributary check` checks it.
                # ${NAME} stands for a variable of the environment, ${file:PATH} for the content of a file.
                group: "62be0535045424d93edaad7b"   # the group's id in the LMS
                name: Sales Academy
                admin: ann@acme.example             # the connector's administrator
                providers:
                  go1:
                    settings:
                      portal: https://acme.mygo1.com
                      client_id: "a$${b}"
                      secret: "${file:../data/secrets/sales-academy-go1-secret-0a1b2c3d}"
                      page_size: 50
                    tags: true                      # whether subjects become tags
                    filters:
                      languages: [en, "no"]         # en takes en-US too
                      content_types: [course]

                """)
        let secret = "data/secrets/sales-academy-go1-secret-0a1b2c3d"
        #expect(try Self.read(secret, in: folder) == "hush")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: secret).path)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
        let group = try #require(try folder.load().group("62be0535045424d93edaad7b"))
        let deployment = try #require(group.deployments.first)
        #expect(deployment.settings["client_id"] == "a${b}")
        #expect(deployment.settings.secret("secret")?.reveal() == "hush")
        #expect(deployment.filters.languages.map(\.text) == ["en", "no"])
    }

    @Test("A group without anything that is to be said has a short file, with a hint at filters")
    func short() throws {
        let folder = try ConfigurationFolder()
        var group = NewGroup(id: "g", name: "Plain: one")
        group.providers["plain"] = DeploymentChange()
        #expect(try Self.write(group, in: folder).last == "providers/plain-one.yaml")
        #expect(
            try Self.read("providers/plain-one.yaml", in: folder).hasSuffix(
                """
                group: g                            # the group's id in the LMS
                name: "Plain: one"
                providers:
                  plain:
                    # filters: { languages: [en] }  # without filters, everything is taken

                """))
    }

    @Test(
        "Files are named after the group, and no file is written over",
        arguments: [
            ("Équipe commerciale", "equipe-commerciale"), ("営業部", "g-1"), ("../../etc", "etc"),
            ("Sales", "sales-2"),
        ])
    func name(_ name: String, _ file: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup, to: "providers/sales.yml")
        var group = Self.group()
        (group.id, group.name) = ("G 1".replacing(" ", with: "-"), name)
        #expect(try Self.write(group, in: folder).last == "providers/\(file).yaml")
        #expect(try folder.load().groups.count == 2)
    }

    @Test("A starter that nobody filled in gives way, and one that somebody did stays")
    func starter() throws {
        for text in [Self.starter, Self.starter + "name: Mine\n"] {
            let folder = try ConfigurationFolder()
            try folder.write(text, to: "providers/my-group.yaml")
            _ = try Self.write(Self.group(), in: folder)
            let left = try Self.files(in: folder).contains("providers/my-group.yaml")
            #expect(left == (text != Self.starter))
        }
    }

    @Test("A mistake writes nothing: no file, no secret, no directory")
    func mistakes() throws {
        let folder = try ConfigurationFolder()
        try FileManager.default.removeItem(at: folder.url.appending(path: "providers"))
        let group = Self.group {
            $0.providers["go1"]?.settings["portal"] = "nonsense"
            $0.providers["go1"]?.contentTypes = ["vidoe"]
        }
        guard case .mistakes(let mistakes)? = Self.refusal(of: group, in: folder) else {
            Issue.record("it was not refused for mistakes")
            return
        }
        #expect(mistakes.diagnostics.map(\.key) == ["portal", "content_types"])
        #expect(!"\(mistakes)".contains("hush"))
        #expect(try Self.files(in: folder).filter { !$0.hasPrefix("data") }.isEmpty)
        #expect(try !Self.files(in: folder).contains { $0.contains("go1") })
    }

    @Test("A private address is refused, whatever else is wrong")
    func privateAddress() throws {
        let folder = try ConfigurationFolder()
        let group = Self.group { $0.providers["go1"]?.settings["portal"] = "https://10.0.0.1" }
        guard case .mistakes(let mistakes)? = Self.refusal(of: group, in: folder) else {
            Issue.record("it was not refused for mistakes")
            return
        }
        #expect(mistakes.diagnostics.map(\.key) == ["portal"])
        #expect(try !Self.files(in: folder).contains { $0.hasPrefix("providers") || $0.hasSuffix("yaml") })
    }

    @Test("A mistake in another file is told apart, and nothing is written")
    func elsewhere() throws {
        let folder = try ConfigurationFolder()
        try folder.write("group: a\nname: [\n", to: "providers/other.yaml")
        guard case .elsewhere(let mistakes)? = Self.refusal(of: Self.group(), in: folder) else {
            Issue.record("it was not refused for another file")
            return
        }
        #expect(mistakes.diagnostics.map(\.file) == ["providers/other.yaml"])
        #expect(try Self.files(in: folder).filter { $0.hasSuffix("yaml") } == ["providers/other.yaml"])
    }
}
