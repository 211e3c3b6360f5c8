import Foundation

// write-registry PLUGINS-FOLDER MANIFEST OUTPUT MODULE…
// Writes the Swift file that names the built-in providers and platforms, and the folders that could be some.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 3 else {
    let usage = "usage: write-registry PLUGINS-FOLDER MANIFEST OUTPUT MODULE…\n"
    FileHandle.standardError.write(Data(usage.utf8))
    exit(2)
}
let (plugins, manifest, output) = (arguments[1], arguments[2], arguments[3])
let listed = arguments.dropFirst(3).sorted()

/// Which of the modules are platforms: those of the manifest's second list.
let lines = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n")
let named = lines.drop { $0 != "let platforms = [" }.prefix { $0 != "]" }
let platforms = listed.filter { name in named.contains { $0.contains("\"\(name)\"") } }
let providers = listed.filter { !platforms.contains($0) }

let folders = try FileManager.default.contentsOfDirectory(atPath: plugins)
let offTheList = folders.sorted().filter { name in
    !listed.contains(name)
        && FileManager.default.fileExists(atPath: "\(plugins)/\(name)/Sources")
}

func list(_ names: [String], _ value: (String) -> String) -> String {
    "[\(names.map(value).joined(separator: ", "))]"
}

let registry = """
    // Written by the build from the lists at the top of Package.swift; changes here are lost.
    import ConnectorKit
    \(listed.map { "import \($0)\nimport \($0)Simulator" }.joined(separator: "\n"))

    /// The providers and platforms that were built in.
    let builtInProviders = ProviderRegistry(
        providers: \(list(providers) { "\($0).provider" }),
        platforms: \(list(platforms) { "\($0).platform" }),
        simulators: \(list(listed) { "\($0)Simulator.simulator" }),
        unlistedFolders: \(list(offTheList) { "\"\($0)\"" }))

    """
try registry.write(toFile: output, atomically: true, encoding: .utf8)
