/// A request to a simulator, whatever it came over.
package struct SimulatedRequest: Sendable {
    package var method: String
    package var path: String
    /// Without its `?`.
    package var query: String
    /// By names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(
        _ method: String = "GET", _ path: String, query: String = "", headers: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// - Parameter target: Path and query.
    package init(
        _ method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method, String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
            body: body)
    }

    /// Path and query.
    package var target: String { query.isEmpty ? path : "\(path)?\(query)" }

    /// The token of `Authorization: Bearer`; nil if there is none.
    package var bearerToken: String? {
        guard let value = headers["authorization"], value.hasPrefix("Bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}
