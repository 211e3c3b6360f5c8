import ConfigurationFiles
import ConnectorKit
import Host

extension ProviderRegistry {
    /// What a command ends with where it names a provider that is not built in: one that is only off the
    /// list is told from one that does not exist (rule V2).
    func unknown(_ id: String) -> Stop {
        if let folder = unlistedFolder(for: id) {
            return .wrongUsage(
                """
                tributary: provider "\(id)" is present under Plugins/, not on the list in Package.swift; \
                add "\(folder)" there and build
                """)
        }
        let ids = providers.map(\.descriptor.id)
        let near = nearest(id, among: ids).map { "; did you mean \"\($0)\"?" } ?? ""
        return .wrongUsage(
            "tributary: no provider \"\(id)\"\(near); built in: \(ids.joined(separator: ", "))")
    }

    /// Ends a command that asks a provider for what it does not offer.
    func require(_ capability: Capability, of id: String) throws(Stop) {
        guard let provider = self[id] else { throw unknown(id) }
        let offered = provider.capabilities
        guard !offered.contains(capability) else { return }
        let list = offered.map(\.rawValue).joined(separator: ", ")
        throw .wrongUsage("tributary: \(id) does not offer \(capability.rawValue); it offers \(list)")
    }
}
