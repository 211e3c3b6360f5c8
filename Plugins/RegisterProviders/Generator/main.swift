import Foundation

// write-registry PLUGINS-FOLDER OUTPUT PROVIDER…
// Writes the Swift file that names the built-in providers, and the folders that could be some.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2, let plugins = arguments.first, let output = arguments.dropFirst().first else {
    FileHandle.standardError.write(Data("usage: write-registry PLUGINS-FOLDER OUTPUT PROVIDER…\n".utf8))
    exit(2)
}
let listed = arguments.dropFirst(2).sorted()

let folders = try FileManager.default.contentsOfDirectory(atPath: plugins)
let offTheList = folders.sorted().filter { name in
    !listed.contains(name)
        && FileManager.default.fileExists(atPath: "\(plugins)/\(name)/Sources")
}

func quoted(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }

let registry = """
    // Written by the build from the list at the top of Package.swift; changes here are lost.
    import ConnectorKit
    \(listed.map { "import \($0)\nimport \($0)Simulator" }.joined(separator: "\n"))

    /// The providers that were built in.
    let builtInProviders = ProviderRegistry(
        providers: [\(listed.map { "\($0).provider" }.joined(separator: ", "))],
        simulators: [\(listed.map { "\($0)Simulator.simulator" }.joined(separator: ", "))],
        unlistedFolders: [\(quoted(offTheList))])

    """
try registry.write(toFile: output, atomically: true, encoding: .utf8)
