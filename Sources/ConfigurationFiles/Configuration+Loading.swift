package import ConnectorKit
package import Foundation
import Transport

/// Where configuration comes from: everything that is read beside the files is handed in.
package struct ConfigurationSource: Sendable {
    /// `tributary.yaml`, as people name it; relative to `workingDirectory`.
    package var hostFile: String
    /// Whether the file was asked for, so that its absence is a mistake and not all defaults.
    package var explicit: Bool
    package var workingDirectory: URL
    /// What `${NAME}` stands for.
    package var environment: [String: String]
    package var registry: ProviderRegistry
    /// The provider meant where none is named and the file says nothing.
    package var defaultProvider: String
    /// The files as they are before a person has filled anything in.
    package var starters: StarterTexts
    /// Whether a group's file that is as it began counts for nothing, instead of being full of mistakes.
    package var skipsStarters = false
    /// Group files as they are about to be written, by name, read in place of those on the disk.
    var drafts: [String: [UInt8]] = [:]

    package init(
        hostFile: String = "tributary.yaml", explicit: Bool = false, workingDirectory: URL,
        environment: [String: String], registry: ProviderRegistry, defaultProvider: String,
        starters: StarterTexts = StarterTexts()
    ) {
        self.hostFile = hostFile
        self.explicit = explicit
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.registry = registry
        self.defaultProvider = defaultProvider
        self.starters = starters
    }

    /// The host's file.
    package var hostURL: URL {
        URL(filePath: hostFile, directoryHint: .notDirectory, relativeTo: workingDirectory).absoluteURL
    }
}

/// The starter files of a host, as `tributary init` and the set-up in the console write them.
package struct StarterTexts: Sendable {
    /// `tributary.yaml`, all defaults.
    package var host: String
    /// The file of a group that is not filled in; nil if there is none.
    package var group: String?

    package init(host: String = "", group: String? = nil) {
        self.host = host
        self.group = group
    }
}

extension Configuration {
    /// Whether a file in the directory of providers is a group's: hidden ones, such as drafts, are not.
    static func isGroupFile(_ name: String) -> Bool {
        !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
    }

    /// Reads all files.
    ///
    /// A group's file is named in messages as `providers:` leads to it from the host's file, such as
    /// `providers/sales.yaml`.
    ///
    /// - Throws: every mistake of every file.
    package static func load(_ source: ConfigurationSource) throws(ConfigurationMistakes) -> Configuration {
        var loading = Loading(source)
        // Without the host's file nobody knows where the groups' files are.
        if loading.readHost() { loading.readGroups() }
        guard loading.diagnostics.isEmpty else { throw ConfigurationMistakes(loading.diagnostics) }
        return Configuration(host: loading.host, groups: loading.groups, notes: loading.notes)
    }
}

/// The files read so far.
private struct Loading {
    let source: ConfigurationSource
    let directory: URL
    var host: HostConfiguration
    var groups: [GroupConfiguration] = []
    var notes: [String] = []
    var diagnostics: [Diagnostic] = []
    private var hostIsRight = true
    private var shownDirectory = "providers"

    init(_ source: ConfigurationSource) {
        self.source = source
        directory = source.hostURL.deletingLastPathComponent()
        host = HostConfiguration(directory: directory, defaultProvider: source.defaultProvider)
        host.network = NetworkSettings(environment: source.environment)
    }

    /// - Returns: whether the file is there, or need not be.
    mutating func readHost() -> Bool {
        guard var check = open(source.hostURL, nil, shown: source.hostFile, mayBeMissing: !source.explicit)
        else {
            return diagnostics.isEmpty
        }
        if let document = check.document(), let root = document.root {
            let written = host.read(root, directory: directory, registry: source.registry, check: &check)
            if let written { shownDirectory = written }
        }
        hostIsRight = check.isClean
        diagnostics += check.diagnostics()
        return true
    }

    mutating func readGroups() {
        let reader = GroupReader(registry: source.registry, platform: hostIsRight ? host.platform : nil)
        var places: [String: Place] = [:]
        for name in groupFiles() {
            let url = host.providersDirectory.appending(path: name, directoryHint: .notDirectory)
            let draft = source.drafts[name]
            guard var check = open(url, draft, shown: shown(name), mayBeMissing: false) else { continue }
            if source.skipsStarters, let starter = source.starters.group,
                check.source.bytes.elementsEqual(starter.utf8)
            {
                notes.append("\(shown(name)) is not filled in, so it counts for nothing")
                continue
            }
            if let document = check.document() {
                let reading = reader.read(document.root, file: url, check: &check)
                if let id = reading.id {
                    if let first = places[id.text] {
                        let shown = check.quoted(id.node.text ?? id.text)
                        check.report(
                            .duplicateGroup, at: id.node.span,
                            "group id \(shown) is already used at \(first)",
                            offending: id.node.text)
                    }
                    places[id.text] = places[id.text] ?? check.place(of: id.node)
                }
                if let group = reading.group { groups.append(group) }
            }
            diagnostics += check.diagnostics()
        }
    }

    /// The names of the groups' files, in order: `*.yaml` and `*.yml`, without hidden ones.
    private mutating func groupFiles() -> [String] {
        let path = host.providersDirectory.path
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            notes.append("there is no directory \(shown("")); no group is configured")
            return []
        }
        do {
            let there = try FileManager.default.contentsOfDirectory(atPath: path)
            return Set(there).union(source.drafts.keys).filter(Configuration.isGroupFile).sorted()
        } catch {
            let reason = isDirectory.boolValue ? "permission denied" : "it is no directory"
            diagnostics.append(unreadable(shown(""), reason: reason))
            return []
        }
    }

    private func shown(_ name: String) -> String {
        var base = shownDirectory[...]
        while base.hasPrefix("./") { base.removeFirst(2) }
        while base.count > 1, base.hasSuffix("/") { base.removeLast() }
        return name.isEmpty
            ? String(base) : base == "/" ? "/\(name)" : base.isEmpty ? name : "\(base)/\(name)"
    }

    /// Nil, and reported, if the file cannot be read.
    private mutating func open(_ url: URL, _ draft: [UInt8]?, shown: String, mayBeMissing: Bool)
        -> FileCheck?
    {
        do throws(FileContent.Unreadable) {
            let bytes: [UInt8]
            if let draft { bytes = draft } else { bytes = try FileContent.read(url, limit: YAMLLimit.bytes) }
            let references = References(
                environment: source.environment, directory: url.deletingLastPathComponent())
            return FileCheck(name: shown, source: SourceText(bytes), references: references)
        } catch {
            if !(error.missing && mayBeMissing) {
                diagnostics.append(unreadable(shown, reason: error.reason))
            }
            return nil
        }
    }

    private func unreadable(_ file: String, reason: String) -> Diagnostic {
        Diagnostic(
            file: file, line: 1, column: 1, code: .unreadable, message: "the file cannot be read: \(reason)")
    }
}
