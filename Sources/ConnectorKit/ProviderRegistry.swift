/// The providers, platforms and simulators that are built in.
public struct ProviderRegistry: Sendable {
    public let providers: [any Provider]
    public let platforms: [any Platform]
    public let simulators: [any Simulator]
    /// Folders under `Plugins/` that are not listed in Package.swift.
    public let unlistedFolders: [String]

    public init(
        providers: [any Provider], platforms: [any Platform] = [], simulators: [any Simulator] = [],
        unlistedFolders: [String] = []
    ) {
        self.providers = providers.sorted { $0.descriptor.id < $1.descriptor.id }
        self.platforms = platforms.sorted { $0.descriptor.id < $1.descriptor.id }
        self.simulators = simulators
        self.unlistedFolders = unlistedFolders
    }

    /// Returns the provider with this id.
    public subscript(_ id: String) -> (any Provider)? {
        providers.first { $0.descriptor.id == id }
    }

    /// Returns the platform with this id. The built-in workspace is not among them.
    public func platform(_ id: String) -> (any Platform)? {
        platforms.first { $0.descriptor.id == id }
    }

    /// Returns the simulator of the provider or platform with this id.
    public func simulator(of id: String) -> (any Simulator)? {
        simulators.first { $0.providerID == id }
    }

    /// Returns the unlisted folder for the id of a provider or platform. The comparison ignores case, hyphens
    /// and underscores.
    public func unlistedFolder(for id: String) -> String? {
        func plain(_ text: String) -> String { text.lowercased().filter { $0 != "-" && $0 != "_" } }
        return unlistedFolders.first { plain($0) == plain(id) }
    }
}
