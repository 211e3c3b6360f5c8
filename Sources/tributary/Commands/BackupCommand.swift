import ArgumentParser
import Foundation
import Host
import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent copy of the store, which may be in use.",
        discussion: """
            The copy is one SQLite file. Configuration files and data/secrets are not in it; keep them as you keep
            other secrets.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The new file.", completion: .file()) var file: String

    func run() async throws {
        let host = try await Session().host(config)
        let url = URL(filePath: file)
        try host.store.backup(to: url)
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        try say("\(file): \(size.asBytes)")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of what the store holds.",
        discussion: """
            Waits until no run is at work. What the store held is kept beside it first, as
            before-restore-TIME.sqlite in the data directory.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "A file that `tributary backup` wrote.", completion: .file()) var file: String

    func run() async throws {
        let host = try await Session().host(config)
        let former = free(in: host.store.directory)
        try host.store.backup(to: former)
        do {
            try await host.perform(
                .restore(from: URL(filePath: file)) {
                    complain("tributary: a run is at work; waiting until it is done")
                })
        } catch {
            try? FileManager.default.removeItem(at: former)
            throw error
        }
        try say("Restored \(file). What the store held before is in \(former.path).")
    }
    /// A file that is not there yet, named after the time.
    private func free(in directory: URL) -> URL {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        let name = "before-restore-\(Date().formatted(style))"
        let names = [name] + (2...99).map { "\(name)-\($0)" }
        let files = names.map { directory.appending(path: "\($0).sqlite") }
        return files.first { !FileManager.default.fileExists(atPath: $0.path) } ?? files[0]
    }
}
