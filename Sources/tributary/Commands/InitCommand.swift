import ArgumentParser
import ConfigurationFiles
import ConnectorKit
import Foundation

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write commented starter files; files that are there are left alone.")

    @Argument(help: "The directory; this one when left out.") var directory = "."

    func run() throws {
        guard let group = StarterTexts.current.group else {
            throw Stop.failed("tributary: \(defaultProvider) is not built in")
        }
        let root = URL(filePath: directory, directoryHint: .isDirectory)
        let files = [
            (root.appending(path: "tributary.yaml"), StarterFiles.host),
            (root.appending(path: "providers/my-group.yaml"), group),
            (root.appending(path: "schema/host.json"), SchemaCommand.text(.host)),
            (root.appending(path: "schema/group.json"), SchemaCommand.text(.group)),
        ]
        let present = files.filter { FileManager.default.fileExists(atPath: $0.0.path) }
        guard present.isEmpty else {
            let names = present.map(\.0.relativePath).joined(separator: ", ")
            throw Stop.failed("tributary: nothing was written, since there is already \(names)")
        }
        do {
            for folder in ["providers", "schema"] {
                try FileManager.default.createDirectory(
                    at: root.appending(path: folder), withIntermediateDirectories: true)
            }
            for (url, text) in files { try Data(text.utf8).write(to: url, options: .withoutOverwriting) }
        } catch {
            throw Stop.failed("tributary: \(root.path): cannot be written: \(error.localizedDescription)")
        }
        try say(
            """
            Written: \(files.map(\.0.relativePath).joined(separator: ", "))
            Fill in the group, the portal and the credentials, then:
              tributary check --online
              tributary sync
            Or set everything up in a browser:
              tributary serve
            """)
    }
}
