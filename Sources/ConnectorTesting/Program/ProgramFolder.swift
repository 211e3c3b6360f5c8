import Model
import ConnectorKit
import Foundation
import Host
import Store

/// A folder with configuration files and a store, for the program to work in.
struct ProgramFolder: Sendable {
    let folder: URL
    let bench: Bench
    let program: URL

    private static let group = "62be0535045424d93edaad7b"

    /// Makes the files and an empty store.
    init(_ folder: URL, bench: Bench, program: URL) throws {
        self.folder = folder
        self.bench = bench
        self.program = program
        let providers = folder.appending(path: "providers")
        try FileManager.default.createDirectory(at: providers, withIntermediateDirectories: true)
        let id = bench.provider.descriptor.id
        var lines = ["group: \(Self.group)", "name: Conformance", "providers:", "  \(id):", "    settings:"]
        let bare = Set(bench.provider.descriptor.settings.filter(\.isWrittenBare).map(\.name))
        for (name, value) in bench.settings.plain.sorted(by: { $0.key < $1.key }) {
            lines.append("      \(name): \(bare.contains(name) ? value : try Self.quoted(value))")
        }
        for name in bench.settings.secretNames { lines.append("      \(name): ${\(Self.variable(name))}") }
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: providers.appending(path: "conformance.yaml"))
        let host = "default_provider: \(id)\n" + (try bench.stores.line(data))
        try Data(host.utf8).write(to: folder.appending(path: "tributary.yaml"))
        _ = try store()
    }

    /// Starts the program.
    func start(_ arguments: String...) throws -> RunningProgram {
        var environment = ["PATH": "/usr/bin:/bin", "TMPDIR": folder.path]
        for name in bench.settings.secretNames {
            environment[Self.variable(name)] = bench.settings.secret(name)?.reveal()
        }
        return try RunningProgram(program, arguments, environment: environment, in: folder)
    }

    func courses() async throws -> Courses { try await Courses(in: store(), group: Self.group) }

    /// Whether one of the items is stored, whichever process did it.
    func holds(_ ids: [String], in store: Store) async throws -> Bool {
        guard let deployment = try await store.deployments().first else { return false }
        for id in ids where try await store.item(externalID: id, of: deployment.connection) != nil {
            return true
        }
        return false
    }

    private var data: URL { folder.appending(path: "data", directoryHint: .isDirectory) }

    func store() throws -> Store { try bench.stores.open(data) }

    private static func variable(_ name: String) -> String { "CONFORMANCE_\(name.uppercased())" }

    /// A JSON string is a YAML string.
    private static func quoted(_ value: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Setting {
    /// Whether its value is no text in YAML.
    fileprivate var isWrittenBare: Bool {
        switch kind {
        case .integer, .boolean: true
        case .text, .url, .origin, .language, .date, .certificate, .choice: false
        }
    }
}
