import ArgumentParser
import Foundation
import ConfigurationFiles
import Host
import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent copy of the store, which may be in use.",
        discussion: """
            The copy is one SQLite file. Configuration files and data/secrets are not in it; keep them as you keep
            other secrets. Of a damaged store the copy has what can be read; what was lost is told, and the exit
            status is 1.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The new file.", completion: .file()) var file: String

    func run() async throws {
        let session = Session()
        let url = URL(filePath: file)
        let configuration = try session.configuration(config)
        let lost: [String]?
        do throws(StoreError) {
            lost = try session.unopened(configuration).store.backup(to: url)
        } catch {
            guard case .damaged = error, configuration.host.database == nil else { throw error }
            lost = try Store.salvage(configuration.host.dataDirectory, to: url)
        }
        if let lost { throw DamagedStore.stop(configuration, saved: file, lost) }
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        try say("\(file): \(size.asBytes)")
    }
}

/// What is said of a store of which only a part could be read.
enum DamagedStore {
    /// - Parameter lost: what could not be read, a text for each place.
    static func stop(_ configuration: Configuration, saved file: String, _ lost: [String]) -> Stop {
        let store = configuration.host.dataDirectory.appending(path: "tributary.sqlite").path
        let loss =
            lost.isEmpty
            ? "all rows could be read"
            : "not saved: " + lost.prefix(20).joined(separator: "; ")
                + (lost.count > 20 ? "; and \(lost.count - 20) other places" : "")
        return .failed(
            "tributary: \(store): damaged; \(file) has what could be read (\(loss)). Restore it or an earlier backup, and sync"
        )
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
        let session = Session()
        let configuration = try session.configuration(config)
        let host: HostRuntime
        do throws(StoreError) { host = try await session.open(configuration) } catch {
            guard case .damaged = error, configuration.host.database == nil else { throw error }
            try setAside(configuration.host.dataDirectory)
            host = try await session.open(configuration)
        }
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
    /// Moves a store that cannot be opened out of the way.
    private func setAside(_ directory: URL) throws {
        let store = directory.appending(path: "tributary.sqlite")
        let aside = free(in: directory, "damaged")
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: store.path + end) {
            try FileManager.default.moveItem(atPath: store.path + end, toPath: aside.path + end)
        }
        complain("tributary: \(store.path): damaged; it is now \(aside.path)")
    }

    /// A file that is not there yet, named after the time.
    private func free(in directory: URL, _ what: String = "before-restore") -> URL {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        let name = "\(what)-\(Date().formatted(style))"
        let names = [name] + (2...99).map { "\(name)-\($0)" }
        let files = names.map { directory.appending(path: "\($0).sqlite") }
        return files.first { !FileManager.default.fileExists(atPath: $0.path) } ?? files[0]
    }
}
