import Foundation
import PackagePlugin

/// Writes the registry of the built-in providers and platforms from what the executable depends on, which are
/// the two lists at the top of Package.swift.
@main
struct RegisterPlugins: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let plugins = context.package.directoryURL.appending(path: "Plugins")
        let manifest = context.package.directoryURL.appending(path: "Package.swift")
        let listed = target.dependencies.compactMap { dependency -> String? in
            guard case .target(let module) = dependency else { return nil }
            let folder = module.directory.string
            guard folder.hasPrefix(plugins.path + "/"), folder.hasSuffix("/\(module.name)/Sources") else {
                return nil
            }
            return module.name
        }
        let output = context.pluginWorkDirectoryURL.appending(path: "Registry.swift")
        return [
            // The folder itself is an input: its time changes when a plugin's folder comes or goes.
            .buildCommand(
                displayName: "Registering plugins: \(listed.joined(separator: ", "))",
                executable: try context.tool(named: "write-registry").url,
                arguments: [plugins.path, manifest.path, output.path] + listed,
                inputFiles: [plugins, manifest], outputFiles: [output])
        ]
    }
}
