import ConfigurationFiles
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
            Of a damaged store the file has what can be read; what was lost is told, and the exit status is 1.
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
        let configuration = try session.configuration(config)
        let group = try configuration.named(group)
        do {
            try await write(group, format, from: try await session.open(configuration).store)
        } catch StoreError.damaged where configuration.host.database == nil {
            try await writeReadable(group, format, configuration)
        }
    }

    private func write(_ group: GroupConfiguration, _ format: GroupExport.Format, from store: Store)
        async throws
    {
        let target = try WholeFile(out)
        do {
            let count = try await GroupExport(group, as: format, from: store).write { try target.write($0) }
            try target.finish()
            try say("\(out): \(count.courses.grouped) courses and \(count.attempts.grouped) attempts")
        } catch let error as StoreError {
            throw target.failure ?? error
        }
    }

    /// Writes what can be read of a damaged store.
    private func writeReadable(
        _ group: GroupConfiguration, _ format: GroupExport.Format, _ configuration: Configuration
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let lost = try Store.salvage(
            configuration.host.dataDirectory, to: folder.appending(path: "tributary.sqlite"))
        let store = try Store(
            directory: folder, environment: configuration.host.environment.rawValue, plainText: { $0 })
        try await write(group, format, from: store)
        throw DamagedStore.stop(configuration, saved: out, lost)
    }
}
