/// The providers and platforms that were built in, and those that could have been.
public struct ProviderRegistry: Sendable {
    public let providers: [any Provider]
    public let platforms: [any Platform]
    public let simulators: [any Simulator]
    /// Folders under `Plugins/` that are not on the list in Package.swift.
    public let foldersOffTheList: [String]

    public init(
        providers: [any Provider], platforms: [any Platform] = [], simulators: [any Simulator] = [],
        foldersOffTheList: [String] = []
    ) {
        self.providers = providers.sorted { $0.descriptor.id < $1.descriptor.id }
        self.platforms = platforms.sorted { $0.descriptor.id < $1.descriptor.id }
        self.simulators = simulators
        self.foldersOffTheList = foldersOffTheList
    }

    /// The provider with this id.
    public subscript(_ id: String) -> (any Provider)? {
        providers.first { $0.descriptor.id == id }
    }

    /// The platform with this id; the built-in workspace is none of them.
    public func platform(_ id: String) -> (any Platform)? {
        platforms.first { $0.descriptor.id == id }
    }

    /// The simulator of the provider or platform with this id.
    public func simulator(of id: String) -> (any Simulator)? {
        simulators.first { $0.providerID == id }
    }

    /// The folder that would bring a provider or platform of this id, were it on the list: compared without case and hyphens.
    public func folderOffTheList(for id: String) -> String? {
        func plain(_ text: String) -> String { text.lowercased().filter { $0 != "-" && $0 != "_" } }
        return foldersOffTheList.first { plain($0) == plain(id) }
    }
}
