/// A provider that suggests replacements for content that is being retired.
public protocol AlternativesProvider: CatalogProvider {
    /// Returns the external ids of suggested replacements, best first, or an empty array.
    func alternatives(to id: String, of connection: Connection) async throws(Failure) -> [String]
}
