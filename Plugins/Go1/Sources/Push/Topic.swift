import ConnectorKit

/// A topic of Go1's taxonomy.
struct Topic: Sendable, Hashable, Codable {
    let id: Int
    let name: String

    /// The pairs that the published description shows; the whole list is not published where a program can read
    /// it (reference/go1-api-facts.md 5).
    static let known = [
        Topic(id: 64, name: "Technology Skills"), Topic(id: 17, name: "IT Software"),
        Topic(id: 110, name: "Microsoft Products"),
    ]

    /// Whether a text names this topic, by its id or its name.
    func isMeant(by text: String) -> Bool {
        Int(text) == id || name.lowercased() == text.lowercased()
    }
}

/// The topics of an item in the provider's taxonomy, and those that are not in it.
struct TopicMatch: Sendable {
    var topics: [Topic] = []
    var unknown: [String] = []

    /// Matches by id or name (our decision, as no list is published): first what the object has already and the
    /// topics we know, then a search of the portal's content for one that carries the topic. A number that is
    /// found nowhere is handed on as an id; a name that is found nowhere is left out.
    static func of(
        _ texts: [String], standing: [Topic], _ connection: Connection
    ) async throws(Failure) -> TopicMatch {
        var match = TopicMatch()
        for text in texts {
            let near = (standing + Topic.known).first { $0.isMeant(by: text) }
            let found: Topic?
            if let near { found = near } else { found = try await search(text, connection) }
            if let topic = found ?? Int(text).map({ Topic(id: $0, name: text) }) {
                if !match.topics.contains(where: { $0.id == topic.id }) { match.topics.append(topic) }
            } else {
                match.unknown.append(text)
            }
        }
        return match
    }

    private static let paths = JSONPaths(["topics.items[].id", "topics.items[].name"])

    private static func search(_ text: String, _ connection: Connection) async throws(Failure) -> Topic? {
        var query = URLQuery()
        query.add("topics[]", text)
        query.add("include[]", "topics")
        query.add("limit", 1)
        let endpoint = Endpoint(
            .get, Service(connection.settings).gateway + "/learning-objects", query, scopes: ["lo.read"])
        let answer = try await endpoint.answer(connection)
        if [400, 404].contains(answer.response.status) { return nil }
        try endpoint.checkGranted(answer, "a list of learning objects")
        for row in try RowList(answer, paths: paths).rows {
            for (id, name) in zip(row.values[0], row.values[1]) {
                guard let id = id.written.flatMap({ Int($0) }), let name = name.written else { continue }
                let topic = Topic(id: id, name: name)
                if topic.isMeant(by: text) { return topic }
            }
        }
        return nil
    }
}
