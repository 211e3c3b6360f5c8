import ConnectorKit

extension Go1Provider: AlternativesProvider {
    /// Returns the gateway's replacements for retiring content, most relevant first (rule G8), or an empty
    /// list for an unknown object.
    func alternatives(to id: String, of connection: Connection) async throws(Failure) -> [String] {
        var query = URLQuery()
        query.add("type", "retirement")
        query.add("limit", 100)
        let address =
            Service(connection.settings).gateway + "/learning-objects/\(URLQuery.encoded(id))/alternatives"
        let endpoint = Endpoint(.get, address, query, scopes: ["lo.read", "portal.read"])
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return [] }
        try endpoint.requireSuccess(answer, "a list of alternatives")
        return try answer.values(["hits[]"])[0].compactMap { value in
            switch value {
            case .number(let id), .text(let id): id
            default: nil
            }
        }
    }
}
