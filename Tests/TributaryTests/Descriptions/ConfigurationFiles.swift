import ConfigurationFiles
import Foundation
import Host
import TestSupport

@testable import tributary

/// A folder with one configuration file at a time, read by the host with all providers that are built in.
final class ConfigurationFiles: Sendable {
    private let folder: URL

    init() throws {
        folder = URL.temporary("tributary-schema")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "providers"), withIntermediateDirectories: true)
    }

    deinit { folder.remove() }

    /// What the host makes of the file.
    ///
    /// - Parameter more: variables beside ``sampleEnvironment``.
    /// - Throws: the mistakes it finds.
    func configuration(_ text: String, _ file: SchemaCommand.File, more: [String: String] = [:]) throws
        -> Configuration
    {
        let url = folder.appending(path: file == .host ? "tributary.yaml" : "providers/a.yaml")
        try Data(text.utf8).write(to: url)
        return try Configuration.load(
            ConfigurationSource(
                workingDirectory: folder, environment: sampleEnvironment.merging(more) { $1 },
                registry: builtInProviders, defaultProvider: defaultProvider))
    }

    /// All mistakes that the host finds in it.
    func mistakes(in text: String, _ file: SchemaCommand.File, more: [String: String] = [:]) throws
        -> [Diagnostic]
    {
        do {
            _ = try configuration(text, file, more: more)
            return []
        } catch let mistakes as ConfigurationMistakes {
            return mistakes.diagnostics
        }
    }
}
