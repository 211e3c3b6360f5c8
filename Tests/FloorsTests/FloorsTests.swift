import Foundation
import Testing

@Suite struct FloorsTests {
    /// What each room may import of the project and of libraries that have a room of their own.
    static let rooms: [(folder: String, allowed: Set<String>)] = [
        ("Sources/ConnectorKit", []),
        ("Sources/SimulatorSupport", ["ConnectorKit", "Hummingbird"]),
        ("Sources/LMSSimulator", ["ConnectorKit", "SimulatorSupport", "Hummingbird"]),
        ("Sources/Markup", ["CLibXML2"]),
        ("Sources/Transport", ["CCurl", "ConnectorKit"]),
        ("Sources/Store", ["ConnectorKit", "GRDB"]),
        ("Sources/Host", ["ConnectorKit", "Store", "Transport", "Markup", "CYaml", "Yams"]),
        ("Sources/ConnectorTesting", ["ConnectorKit", "Store", "Host", "Transport"]),
        ("Sources/Console", ["ConnectorKit", "Host", "Hummingbird"]),
        (
            "Sources/tributary",
            ["ConnectorKit", "Store", "Host", "Console", "Transport", "LMSSimulator", "ArgumentParser"]
        ),
    ]

    /// Modules that only the rooms above may import.
    static let guarded: Set<String> = [
        "CCurl", "CLibXML2", "ConnectorKit", "Markup", "Transport", "Store", "Host", "Console", "GRDB",
        "Hummingbird", "SimulatorSupport", "LMSSimulator", "Yams", "CYaml", "ArgumentParser", "SQLite3",
    ]

    @Test("Imports only go down", arguments: rooms)
    func down(_ folder: String, _ allowed: Set<String>) throws {
        let files = try SourceTree().files(in: folder)
        #expect(!files.isEmpty)
        for file in files {
            let wrong = file.imports.intersection(Self.guarded).subtracting(allowed)
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test("A provider imports the kit and nothing of the host; its simulator may serve HTTP")
    func providers() throws {
        let tree = try SourceTree()
        #expect(tree.providers.contains("Go1"))
        for provider in tree.providers {
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

    @Test("No provider is named outside its folder, but for the default of the executable")
    func nobodyIsNamed() throws {
        let tree = try SourceTree()
        for provider in tree.providers {
            for folder in ["ConnectorKit", "Transport", "Markup", "Store", "Host"] {
                for file in tree.files(in: "Sources/\(folder)") {
                    // Doc comments may say which published description a rule comes from.
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
