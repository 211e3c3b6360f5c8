import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import Testing
import TestSupport

@testable import tributary

@Suite("The JSON Schema of the configuration files")
struct SchemaTests {
    /// The schema as `tributary schema` prints it.
    private static func checker(_ file: SchemaCommand.File) throws -> SchemaChecker {
        SchemaChecker(root: try #require(JSONValue(json: SchemaCommand.text(file))))
    }

    private func bothTake(_ sample: SchemaSample, _ file: SchemaCommand.File) throws {
        #expect(try Self.checker(file).problems(JSONValue(yaml: sample.text)) == [])
        #expect(try ConfigurationFiles().mistakes(in: sample.text, file).map(\.description) == [])
    }

    private func bothRefuse(_ sample: SchemaSample, _ file: SchemaCommand.File) throws {
        #expect(try Self.checker(file).problems(JSONValue(yaml: sample.text)) != [])
        #expect(try ConfigurationFiles().mistakes(in: sample.text, file).map(\.description) != [])
    }

    @Test("a group's file that the host takes, the schema takes", arguments: rightGroups)
    func rightGroup(_ sample: SchemaSample) throws { try bothTake(sample, .group) }

    @Test("a tributary.yaml that the host takes, the schema takes", arguments: rightHosts)
    func rightHost(_ sample: SchemaSample) throws { try bothTake(sample, .host) }

    @Test("what is wrong in a group's file, the host and the schema refuse", arguments: wrongGroups)
    func wrongGroup(_ sample: SchemaSample) throws { try bothRefuse(sample, .group) }

    @Test("what is wrong in tributary.yaml, the host and the schema refuse", arguments: wrongHosts)
    func wrongHost(_ sample: SchemaSample) throws { try bothRefuse(sample, .host) }

    @Test("the project's own files are right by the schema")
    func ownFiles() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        for folder in ["providers", "Sources/tributary/Demo"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: root.appending(path: folder).path)
            #expect(!names.isEmpty)
            for name in names {
                let file = root.appending(path: folder).appending(path: name)
                let value = try JSONValue(yaml: String(contentsOf: file, encoding: .utf8))
                #expect(try Self.checker(.group).problems(value) == [], "\(folder)/\(name)")
            }
        }
    }

    @Test(
        "starter files are right as they are written, and with every comment that is a key taken in",
        arguments: builtInProviders.providers.map(\.descriptor.id))
    func starterFiles(_ id: String) throws {
        let starter = StarterFiles(provider: try #require(builtInProviders[id]))
        let names = starter.group.matches(of: /\$\{(\w+)\}    #/).map { String($0.1) }
        let secrets = Dictionary(uniqueKeysWithValues: names.map { ($0, "hush") })
        for (text, file) in [(StarterFiles.host, SchemaCommand.File.host), (starter.group, .group)] {
            let whole = text.replacing(/(?m)^( *)# (?= *\w+:)/) { "\($0.1)" }
            #expect(whole != text)
            for written in [text, whole] {
                #expect(try Self.checker(file).problems(JSONValue(yaml: written)) == [], "\(written)")
                let mistakes = try ConfigurationFiles().mistakes(in: written, file, more: secrets)
                #expect(mistakes.map(\.description) == [], "\(written)")
            }
        }
    }

    @Test("the host's starter file names every key of tributary.yaml")
    func starterKeys() throws {
        let keys = try Self.checker(.host).root.keywords["properties"]?.keywords.keys.sorted() ?? []
        #expect(!keys.isEmpty)
        for key in keys { #expect(StarterFiles.host.contains("\n\(key):"), "\(key) is not in it") }
    }

    @Test(
        "every key of the schema is read: a wrong value under it is a mistake at that key",
        arguments: SchemaCommand.File.allCases)
    func keysAreRead(_ file: SchemaCommand.File) throws {
        let paths = SchemaPaths(try Self.checker(file).root).all
        #expect(paths.count > (file == .host ? 15 : 30))
        for path in paths {
            let key = try #require(path.last)
            let mistakes = try ConfigurationFiles().mistakes(in: SchemaPaths.yaml(path, "[[]]"), file)
            let told = mistakes.map(\.message).filter {
                $0.hasPrefix("\(key) is a list; ") || $0.hasPrefix("an item of \(key) is a list; ")
            }
            #expect(told.count == 1, "\(path.joined(separator: ".")): \(mistakes)")
        }
    }

    @Test("a key the schema does not name is a mistake wherever it stands, and the host lists the same keys")
    func otherKeys() throws {
        for file in SchemaCommand.File.allCases {
            for (path, names) in SchemaPaths(try Self.checker(file).root).sections {
                let mistakes = try ConfigurationFiles().mistakes(
                    in: SchemaPaths.yaml(path + ["zzzzzzzz"], "1"), file)
                let place = path.joined(separator: ".")
                if path == ["providers"], file == .group {
                    #expect(mistakes.contains { $0.validValues.sorted() == names }, "\(place)")
                } else {
                    let listed = mistakes.filter { $0.offending == "zzzzzzzz" }.map {
                        $0.validValues.sorted()
                    }
                    #expect(listed == [names], "\(place)")
                }
            }
        }
    }

    @Test("the defaults that the schema tells are those that hold", arguments: SchemaCommand.File.allCases)
    func defaults(_ file: SchemaCommand.File) throws {
        let paths = SchemaPaths(try Self.checker(file).root)
        let (least, whole) = (paths.least(withDefaults: false), paths.least(withDefaults: true))
        #expect(least != whole)
        let files = try ConfigurationFiles()
        #expect(try files.configuration(whole.flow, file) == files.configuration(least.flow, file))
    }
}

@Suite struct SchemaCommandTests {
    @Test("schema prints a group's schema, or the host's, and names what it knows otherwise")
    func printed() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let group = try await sandbox.run("schema")
            #expect(group.output == SchemaCommand.text(.group))
            #expect(try await sandbox.run("schema", "group") == group)
            let host = try await sandbox.run("schema", "host")
            #expect(host.output == SchemaCommand.text(.host))
            #expect([group, host].allSatisfy { $0.status == 0 && $0.errors == "" })
            let other = try await sandbox.run("schema", "provider")
            #expect(other.status == 2)
        }
    }

    @Test("init writes the schemas beside the files, and the files name them")
    func written() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            #expect(try await sandbox.run("init", "new").status == 0)
            #expect(try sandbox.read("new/schema/host.json") == SchemaCommand.text(.host))
            #expect(try sandbox.read("new/schema/group.json") == SchemaCommand.text(.group))
            let host = try sandbox.read("new/tributary.yaml")
            #expect(host.hasPrefix("# yaml-language-server: $schema=schema/host.json\n"))
            let group = try sandbox.read("new/providers/my-group.yaml")
            #expect(group.hasPrefix("# yaml-language-server: $schema=../schema/group.json\n"))
        }
    }
}
