import ConnectorKit
import Model
import ArgumentParser
import Foundation
import Host
import Store

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Everything that is kept of a group, into a file.",
        discussion: """
            The end of the file's name says how it is written:
              .json    one object with the keys group, name, courses, attempts
              .ndjson  one record a line, its first key `record` being course or attempt
            A course has the keys
            \(Record.courseKeys.joined(separator: ", ")).
            An attempt has the keys
            \(Record.attemptKeys.joined(separator: ", ")).
            Archived courses are among them. A file that is there is replaced when the new one is complete.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "The group's id or name.") var group: String
    @Option(help: "The file to write; its name ends in .json or .ndjson.") var out: String

    func run() async throws {
        let file = URL(filePath: out)
        guard let format = GroupExport.Format(rawValue: file.pathExtension.lowercased()) else {
            throw Stop.wrongUsage(
                "tributary: --out is \"\(out)\"; a name that ends in .json or .ndjson was expected")
        }
        let session = Session()
        let host = try await session.host(config)
        let group = try host.group(group)
        let target = try WholeFile(out)
        do {
            let count = try await GroupExport(group, as: format, from: host.store).write {
                try target.write($0)
            }
            try target.finish()
            try say("\(out): \(count.courses.grouped) courses and \(count.attempts.grouped) attempts")
        } catch let error as StoreError {
            throw target.failure ?? error
        }
    }
}
