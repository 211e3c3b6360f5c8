import ConnectorKit
import Model
import ConfigurationFiles
import ArgumentParser
import Foundation
import Host

struct SchemaCommand: ParsableCommand {
    enum File: String, ExpressibleByArgument, CaseIterable { case host, group }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "The JSON Schema of the configuration files, for editors.",
        discussion: """
            It is made of what checks the files and of what the built-in providers declare (draft 2020-12).
            Keep it beside the files and name it in their first line; `tributary init` does both:
              tributary schema group > schema/group.json
              tributary schema host > schema/host.json
            In tributary.yaml and in a file under providers/:
              \(hint("schema/host.json"))
              \(hint("../schema/group.json"))
            """)

    @Argument(help: "host for tributary.yaml, group for a file under providers/.") var file = File.group

    func run() throws { try writeOutput(Data(Self.text(file).utf8)) }

    /// The schema as it is printed.
    static func text(_ file: File) -> String {
        switch file {
        case .host: ConfigurationSchema.host(builtInProviders).indented + "\n"
        case .group: ConfigurationSchema.group(builtInProviders).indented + "\n"
        }
    }

    /// The line by which the YAML support of editors finds a schema.
    static func hint(_ path: String) -> String { "# yaml-language-server: $schema=\(path)" }
}
