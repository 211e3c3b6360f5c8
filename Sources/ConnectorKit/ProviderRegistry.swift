/// The providers and simulators that are built in.
public struct ProviderRegistry: Sendable {
    public let providers: [any Provider]
    public let simulators: [any Simulator]
    /// Folders under `Plugins/` that are not listed in Package.swift.
    public let unlistedFolders: [String]

    public init(
        providers: [any Provider], simulators: [any Simulator] = [], unlistedFolders: [String] = []
    ) {
        self.providers = providers.sorted { $0.descriptor.id < $1.descriptor.id }
        self.simulators = simulators
        self.unlistedFolders = unlistedFolders
    }

    /// Returns the provider with this id.
    public subscript(_ id: String) -> (any Provider)? {
        providers.first { $0.descriptor.id == id }
    }

    /// Returns the simulator of the provider with this id.
    public func simulator(of id: String) -> (any Simulator)? {
        simulators.first { $0.providerID == id }
    }

    /// Returns the unlisted folder for a provider id. The comparison ignores case, hyphens and underscores.
    public func unlistedFolder(for id: String) -> String? {
        func plain(_ text: String) -> String { text.lowercased().filter { $0 != "-" && $0 != "_" } }
        return unlistedFolders.first { plain($0) == plain(id) }
    }
}
