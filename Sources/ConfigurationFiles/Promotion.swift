import ConnectorKit
import Foundation

/// Tested group files on their way into production: what would change there, shown before it is written.
package struct Promotion: Sendable {
    /// A file that is new in production, or another there.
    package struct Change: Sendable {
        /// The file as production's configuration names it.
        package let shownFile: String
        package let isNew: Bool
        /// Values of secrets read `••••`.
        package let difference: LineDifference
        let target: URL
        let former: [UInt8]?
        let bytes: [UInt8]
    }

    package let changes: [Change]
    /// Files that are the same on both sides.
    package let unchanged: [String]
    /// Files production alone has; they are left as they are (our decision: a promotion takes nothing away).
    package let onlyThere: [String]
    /// Production's configuration as it is.
    package let production: Configuration

    /// Why files cannot be promoted; nothing was written.
    package enum Problem: Error, Sendable, Equatable {
        /// One of the two sides is not what it has to be.
        case environment(String)
        /// Production would have these mistakes, or has them already.
        case mistakes(ConfigurationMistakes)
        case file(String)
    }

    /// - Parameters:
    ///   - tested: the configuration of the test environment.
    ///   - production: where production's configuration is.
    package init(of tested: Configuration, into production: ConfigurationSource) throws(Problem) {
        guard tested.host.environment == .test else {
            throw .environment(
                "the configuration to promote says `environment: \(tested.host.environment.rawValue)`; "
                    + "only what ran as `environment: test` is promoted")
        }
        let current: Configuration
        do { current = try Configuration.load(production) } catch { throw .mistakes(error) }
        guard current.host.environment == .production else {
            throw .environment(
                "\(production.hostFile) says `environment: \(current.host.environment.rawValue)`; "
                    + "a production directory was expected")
        }
        var drafted = production
        let secrets = Self.secrets(of: tested) + Self.secrets(of: current)
        var changes: [Change] = []
        var unchanged: [String] = []
        for group in tested.groups {
            let name = group.file.lastPathComponent
            let target = current.host.providersDirectory.appending(path: name)
            let bytes: [UInt8]
            do { bytes = try FileContent.read(group.file, limit: YAMLLimit.bytes) } catch {
                throw .file("\(group.shownFile): the file cannot be read: \(error.reason)")
            }
            let former = try? FileContent.read(target, limit: YAMLLimit.bytes)
            drafted.drafts[name] = bytes
            guard former != bytes else {
                unchanged.append(name)
                continue
            }
            changes.append(
                Change(
                    shownFile: name, isNew: former == nil,
                    difference: LineDifference(
                        from: Self.hiding(secrets, in: former ?? []), to: Self.hiding(secrets, in: bytes)),
                    target: target, former: former, bytes: bytes))
        }
        do { _ = try Configuration.load(drafted) } catch { throw .mistakes(error) }
        self.changes = changes
        self.production = current
        self.unchanged = unchanged
        let names = Set(tested.groups.map { $0.file.lastPathComponent })
        onlyThere = current.groups.map { $0.file.lastPathComponent }.filter { !names.contains($0) }
    }

    /// Writes the files, each at once. What was written is put back where one cannot be.
    package func apply() throws(Problem) {
        var written: [Change] = []
        for change in changes {
            do throws(EditRefusal) {
                if let former = change.former {
                    try AtomicFile.replace(change.target, former, with: change.bytes)
                } else {
                    try AtomicFile.create(change.target, change.bytes)
                }
                written.append(change)
            } catch {
                for change in written.reversed() {
                    if let former = change.former {
                        try? AtomicFile.replace(change.target, change.bytes, with: former)
                    } else {
                        try? FileManager.default.removeItem(at: change.target)
                    }
                }
                throw .file("\(change.shownFile): \(error.message); nothing was promoted")
            }
        }
    }

    private static func secrets(of configuration: Configuration) -> [String] {
        configuration.deployments.flatMap { deployment in
            deployment.settings.secretNames.compactMap { deployment.settings.secret($0)?.reveal() }
        }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    private static func hiding(_ secrets: [String], in bytes: [UInt8]) -> String {
        secrets.reduce(String(decoding: bytes, as: UTF8.self)) { $0.replacing($1, with: "••••") }
    }
}
