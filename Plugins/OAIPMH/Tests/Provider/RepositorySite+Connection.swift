import ConnectorKit

extension RepositorySite {
    /// A connection to the repository, with these settings besides its address.
    func connection(_ more: [String: String] = [:]) -> Connection {
        Connection(settings: settings(["url": url].merging(more) { $1 }), client: client)
    }
}
