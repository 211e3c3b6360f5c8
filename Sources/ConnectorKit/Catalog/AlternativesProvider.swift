/// A provider that suggests what to use in place of content that retires.
public protocol AlternativesProvider: CatalogProvider {
    /// The external ids of what the provider suggests instead, best first; empty where it suggests nothing.
    func alternatives(to id: String, of connection: Connection) async throws(Failure) -> [String]
}
