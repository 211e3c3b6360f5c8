import ConnectorKit

/// A topic of Go1's taxonomy.
struct Topic: Sendable, Hashable, Codable {
    let id: Int
    let name: String

    /// The topics in the published description. No full list can be read by a program
    /// (rule G20).
    static let known = [
        Topic(id: 64, name: "Technology Skills"), Topic(id: 17, name: "IT Software"),
        Topic(id: 110, name: "Microsoft Products"),
    ]

    /// Whether a text is the id or the name of this topic.
    func isNamed(by text: String) -> Bool {
        Int(text) == id || name.lowercased() == text.lowercased()
    }
}

/// The topics that were found in the provider's taxonomy, and the texts that were not.
struct TopicMatch: Sendable {
    var topics: [Topic] = []
    var unknown: [String] = []

    /// Finds topics by id or name (our decision, since no list is published): first among the topics of the
    /// object and the known ones, then by searching the portal's content. An unknown number is used as an id;
    /// an unknown name is left out.
    static func of(
        _ texts: [String], existing: [Topic], _ connection: Connection
    ) async throws(Failure) -> TopicMatch {
        var match = TopicMatch()
        for text in texts {
            let near = (existing + Topic.known).first { $0.isNamed(by: text) }
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
        try endpoint.requireSuccess(answer, "a list of learning objects")
        for row in try ListAnswer(go1: answer, paths: paths).documents() {
            for (id, name) in zip(row.values[0], row.values[1]) {
                guard let id = id.written.flatMap({ Int($0) }), let name = name.written else { continue }
                let topic = Topic(id: id, name: name)
                if topic.isNamed(by: text) { return topic }
            }
        }
        return nil
    }
}
