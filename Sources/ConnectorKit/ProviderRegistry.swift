/// The providers that were built in, and those that could have been.
public struct ProviderRegistry: Sendable {
    public let providers: [any Provider]
    public let simulators: [any Simulator]
    /// Folders under `Plugins/` that are not on the list in Package.swift.
    public let foldersOffTheList: [String]

    public init(
        providers: [any Provider], simulators: [any Simulator] = [], foldersOffTheList: [String] = []
    ) {
        self.providers = providers.sorted { $0.descriptor.id < $1.descriptor.id }
        self.simulators = simulators
        self.foldersOffTheList = foldersOffTheList
    }

    /// The provider with this id.
    public subscript(_ id: String) -> (any Provider)? {
        providers.first { $0.descriptor.id == id }
    }

    /// The simulator of the provider with this id.
    public func simulator(of id: String) -> (any Simulator)? {
        simulators.first { $0.providerID == id }
    }

    /// The folder that would bring a provider of this id, were it on the list: compared without case and hyphens.
    public func folderOffTheList(for id: String) -> String? {
        func plain(_ text: String) -> String { text.lowercased().filter { $0 != "-" && $0 != "_" } }
        return foldersOffTheList.first { plain($0) == plain(id) }
    }
}
