import ConfigurationFiles
import Foundation
import Testing
import TestSupport

/// A directory of configuration files that is gone when the test is.
final class ConfigurationFolder: Sendable {
    let url: URL

    init() throws {
        url = URL.temporary("tributary")
        try FileManager.default.createDirectory(
            at: url.appending(path: "providers"), withIntermediateDirectories: true)
    }

    deinit { url.remove() }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    func load(_ environment: [String: String] = [:], explicit: Bool = false) throws -> Configuration {
        try Configuration.load(source(environment, explicit: explicit))
    }

    func source(_ environment: [String: String] = [:], explicit: Bool = false) -> ConfigurationSource {
        ConfigurationSource(
            explicit: explicit, workingDirectory: url, environment: environment, registry: sampleRegistry,
            defaultProvider: "go1")
    }

    /// The messages of loading, each a line; none where everything is right.
    func mistakes(_ environment: [String: String] = [:], explicit: Bool = false) -> [Diagnostic] {
        do {
            _ = try Configuration.load(source(environment, explicit: explicit))
            return []
        } catch {
            return error.diagnostics
        }
    }
}

/// What a right group's file holds at least.
let goodGroup = """
    group: g1
    providers:
      go1:
        settings:
          portal: https://acme.mygo1.com
          client_id: abc
          secret: hush

    """
