import Foundation
import Testing

@Suite struct FloorsTests {
    /// What each room may import of the project and of libraries that have a room of their own.
    static let rooms: [(folder: String, allowed: Set<String>)] = [
        ("Sources/ConnectorKit", []),
        ("Sources/SimulatorSupport", ["ConnectorKit", "Hummingbird"]),
        ("Sources/Markup", ["CLibXML2"]),
        ("Sources/Transport", ["CCurl", "ConnectorKit"]),
        ("Sources/Model", ["ConnectorKit"]),
        ("Sources/Postgres", ["CPQ"]),
        ("Sources/Store", ["ConnectorKit", "Model", "GRDB", "Postgres"]),
        ("Sources/ConfigurationFiles", ["ConnectorKit", "Model", "Transport", "CYaml"]),
        ("Sources/Runtime", shared.subtracting(["Runtime"]).union(["Transport"])),
        ("Sources/Sync", shared.union(["Markup"])),
        ("Sources/Push", shared),
        ("Sources/Delivery", shared),
        ("Sources/Webhooks", shared.union(["Sync"])),
        ("Sources/Host", host.subtracting(["Host"]).union(["Markup"])),
        ("Sources/ConnectorTesting", host.union(["Transport"])),
        ("Sources/HTTPAPI", host.union(["Hummingbird", "CZlib"])),
        ("Sources/Console", host.union(["HTTPAPI", "Hummingbird"])),
        (
            "Sources/tributary",
            host.union(["HTTPAPI", "Console", "Transport", "ArgumentParser"])
        ),
    ]

    /// What every module with runs may import.
    static let shared: Set<String> = ["ConnectorKit", "Model", "ConfigurationFiles", "Store", "Runtime"]
    /// The host, and what is below it.
    static let host = shared.union(["Sync", "Push", "Delivery", "Webhooks", "Host"])

    /// Modules that only the rooms above may import.
    static let guarded = host.union([
        "CCurl", "CLibXML2", "CZlib", "Markup", "Transport", "HTTPAPI", "Console", "GRDB", "Hummingbird",
        "SimulatorSupport", "Yams", "CYaml", "ArgumentParser", "SQLite3", "CPQ", "Postgres",
        "PostgresTesting", "StoreTesting", "TestSupport",
    ])

    @Test("Imports only go down", arguments: rooms)
    func down(_ folder: String, _ allowed: Set<String>) throws {
        let files = try SourceTree().files(in: folder)
        #expect(!files.isEmpty)
        for file in files {
            let wrong = file.imports.intersection(Self.guarded).subtracting(allowed)
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test("A plugin imports the kit and nothing of the host; its simulator may serve HTTP")
    func plugins() throws {
        let tree = try SourceTree()
        #expect(Set(tree.plugins).isSuperset(of: ["Go1", "ThreeSixtyLearning"]))
        for provider in tree.plugins {
            for (folder, allowed) in [
                ("Sources", ["ConnectorKit", "Markup"]),
                ("Simulator", ["ConnectorKit", "SimulatorSupport", "Hummingbird"]),
            ] {
                for file in tree.files(in: "Plugins/\(provider)/\(folder)") {
                    let wrong = file.imports.intersection(Self.guarded).subtracting(allowed)
                    #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
                }
            }
        }
    }

    /// The rooms that know of no provider and no platform: the executable sets the default.
    static let neutral = ["Transport", "Markup", "HTTPAPI", "Console"] + host

    @Test(
        "No word of the plugins we ship in the rooms above them",
        arguments: [
            ("Go1", ["Go1"]), ("LinkedInLearning", ["LinkedIn"]), ("OAIPMH", ["OAIPMH"]),
            ("ThreeSixtyLearning", ["360Learning", "ThreeSixty"]), ("UdemyBusiness", ["Udemy"]),
        ])
    func nobodyIsNamed(_ plugin: String, _ names: [String]) throws {
        let tree = try SourceTree()
        #expect(tree.plugins.contains(plugin))
        // As code writes it, and as people do: Go1, go_1, OAI-PMH.
        let pattern = names.map { $0.map { String($0) }.joined(separator: "[-_]?") }.joined(separator: "|")
        let name = try Regex(pattern).ignoresCase()
        for room in Self.neutral {
            for file in try tree.documents(in: "Sources/\(room)") {
                #expect(file.path.firstMatch(of: name) == nil, "\(file.path)")
                for line in file.lines {
                    #expect(line.firstMatch(of: name) == nil, "\(file.path): \(line)")
                }
            }
        }
    }

    @Test("No other plugin is named by the code of these rooms either")
    func nobodyElseIsNamed() throws {
        let tree = try SourceTree()
        for provider in tree.plugins {
            for room in Self.neutral {
                for file in tree.files(in: "Sources/\(room)") {
                    // In a comment or an example the name may be a word like any other.
                    let code = file.lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(
                        separator: "\n")
                    #expect(
                        !code.localizedCaseInsensitiveContains(provider), "\(file.path) names \(provider)")
                }
            }
        }
    }

    @Test("SQL stands in the store alone")
    func sql() throws {
        for file in try SourceTree().files where !file.path.hasPrefix("Sources/Store/") {
            for word in ["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE"] {
                #expect(!file.text.contains(word), "\(file.path) holds SQL")
            }
        }
    }

    @Test("Outside the engine the store knows no GRDB, and its statements are those of every engine")
    func portable() throws {
        let words = [
            "INSERT OR ", "UPDATE OR ", "ifnull(", "rowid", "json_each", "group_concat", "strftime", "instr(",
            "CROSS JOIN", "LIMIT -1", "last_insert", " IS ?", " IS NOT ?",
        ]
        for file in try SourceTree().files(in: "Sources/Store")
        where !file.path.hasPrefix("Sources/Store/SQLite/") {
            #expect(!file.imports.contains("GRDB"), "\(file.path)")
            for word in words { #expect(!file.text.contains(word), "\(file.path) has \(word)") }
        }
    }

    @Test("Nothing can end the program by surprise")
    func traps() throws {
        for file in try SourceTree().files where !file.path.contains("/Tests/") {
            for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                for trap in ["try!", "fatalError(", "as!", "unowned(unsafe)"] {
                    #expect(!line.contains(trap), "\(file.path): \(line)")
                }
            }
        }
    }
}
