import ConnectorKit
import Foundation

/// Writes the file of a new group, and the host's file if there is none. All files are read together with the new one
/// first, so that a mistake writes nothing.
package struct GroupCreation {
    private let source: ConfigurationSource
    private let host: HostConfiguration
    private let randomText: () -> String
    private var directory: URL { host.providersDirectory }

    /// - Parameters:
    ///   - source: where the configuration comes from; a starter of a group's file gives way to the new file.
    ///   - randomText: part of the names of the files that secrets go to.
    package init(source: ConfigurationSource, host: HostConfiguration, randomText: @escaping () -> String) {
        self.source = source
        self.host = host
        self.randomText = randomText
    }

    /// - Returns: the files that were written, as messages name them.
    package func write(_ group: NewGroup) throws(DeploymentRefusal) -> [String] {
        var made: [URL] = []
        do throws(DeploymentRefusal) {
            return try write(group, &made)
        } catch {
            for file in made.reversed() { try? FileManager.default.removeItem(at: file) }
            throw error
        }
    }

    /// - Parameter made: what was made on the way.
    private func write(_ group: NewGroup, _ made: inout [URL]) throws(DeploymentRefusal) -> [String] {
        let file = freeFile(for: group)
        let providers = group.providers.keys.sorted().compactMap { source.registry[$0] }
        if !exists(directory) {
            try makeDirectory()
            made.append(directory)
        }
        let references = try keepSecrets(of: group, providers, for: file, &made)
        let text = GroupFileText(group: group, providers: providers) { references["\($0).\($1)"] }.text
        let shown = try checked(text, of: group, providers, in: file)
        var written = [shown]
        if !exists(source.hostURL), !source.starters.host.isEmpty {
            try create(source.hostURL, source.starters.host, shown: source.hostFile)
            made.append(source.hostURL)
            written.insert(source.hostFile, at: 0)
        }
        let starter = untouchedStarter
        try create(file, text, shown: shown)
        if let starter { try? FileManager.default.removeItem(at: starter) }
        return written
    }

    // MARK: - Files

    private func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    private func freeFile(for group: NewGroup) -> URL {
        let stem = group.fileStem
        var number = 1
        while true {
            let name = number == 1 ? stem : "\(stem)-\(number)"
            let files = [".yaml", ".yml"].map {
                directory.appending(path: name + $0, directoryHint: .notDirectory)
            }
            if !files.contains(where: exists) { return files[0] }
            number += 1
        }
    }

    private func makeDirectory() throws(DeploymentRefusal) {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        } catch {
            throw .file(EditRefusal("\(directory.path): the directory cannot be made"))
        }
    }

    private func create(_ file: URL, _ text: String, shown: String) throws(DeploymentRefusal) {
        do throws(EditRefusal) { try AtomicFile.create(file, Array(text.utf8)) } catch {
            throw .file(EditRefusal("\(shown): \(error.message)"))
        }
    }

    /// A group's file that nobody has filled in: what is set up now is what it was there for.
    private var untouchedStarter: URL? {
        guard let starter = source.starters.group,
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
        else { return nil }
        return names.filter(Configuration.isGroupFile).map { directory.appending(path: $0) }
            .first { (try? Data(contentsOf: $0)) == Data(starter.utf8) }
    }

    // MARK: - Values

    /// - Returns: how the file refers to each secret, by `PROVIDER.SETTING`.
    private func keepSecrets(
        of group: NewGroup, _ providers: [any Provider], for file: URL, _ made: inout [URL]
    ) throws(DeploymentRefusal) -> [String: String] {
        let secrets = SecretFiles(dataDirectory: host.dataDirectory)
        var references: [String: String] = [:]
        for provider in providers.map(\.descriptor) {
            for setting in provider.settings where setting.secret {
                guard case let value?? = group.providers[provider.id]?.settings[setting.name], !value.isEmpty
                else { continue }
                do throws(EditRefusal) {
                    let kept = try secrets.keep(
                        value, of: provider.id, setting.name, in: file, randomText: randomText)
                    made.append(kept)
                    references["\(provider.id).\(setting.name)"] = SecretFiles.reference(
                        to: kept, from: directory)
                } catch {
                    throw .file(error)
                }
            }
        }
        return references
    }

    /// Reads all files as they would be.
    ///
    /// - Returns: the new file as messages name it.
    private func checked(
        _ text: String, of group: NewGroup, _ providers: [any Provider], in file: URL
    ) throws(DeploymentRefusal) -> String {
        let name = file.lastPathComponent
        var drafted = source
        drafted.skipsStarters = true
        drafted.drafts[name] = Array(text.utf8)
        let refused = providers.flatMap { provider in
            SettingRules(declared: provider.descriptor.settings, held: nil, network: host.network)
                .privateAddresses(in: group.providers[provider.descriptor.id]?.settings ?? [:])
        }.map {
            Diagnostic(
                file: name, line: 1, column: 1, code: .invalidValue, message: $0.message,
                offending: $0.offending, key: $0.setting)
        }
        do throws(ConfigurationMistakes) {
            let configuration = try Configuration.load(drafted)
            if !refused.isEmpty { throw ConfigurationMistakes(refused) }
            return configuration.groups.first { $0.file.lastPathComponent == name }?.shownFile ?? name
        } catch {
            let isHere = error.diagnostics.contains { $0.file == name || $0.file.hasSuffix("/\(name)") }
            throw isHere || !refused.isEmpty
                ? .mistakes(ConfigurationMistakes(refused + error.diagnostics)) : .elsewhere(error)
        }
    }
}
