import ConnectorKit

extension RepositorySite {
    /// Returns a connection to the repository, with further settings.
    func connection(_ more: [String: String] = [:]) -> Connection {
        Connection(settings: settings(["url": url].merging(more) { $1 }), client: client)
    }
}
