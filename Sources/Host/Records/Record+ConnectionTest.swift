package import ConnectorKit
package import Model
package import Sync

/// What kind of problem a connection has, for programs and for pages that say what to do.
package enum ConnectionProblem: String, Sendable, CaseIterable {
    /// The service refused the credentials.
    case credentials
    /// The service was not reached, or cannot answer now.
    case unreachable
    /// The settings cannot work.
    case settings
    /// The service asks for a pause.
    case rateLimited = "rate_limited"
    /// The service answered, and not as it should.
    case answer

    package init(_ failure: Failure) {
        switch failure {
        case .credentials: self = .credentials
        case .transient: self = .unreachable
        case .configuration: self = .settings
        case .rateLimited: self = .rateLimited
        case .item, .contract, .fatal: self = .answer
        }
    }
}

extension Record {
    package static let connectionTestKeys = [
        "reached", "credentials", "items", "sample", "counted", "whole", "languages", "contentTypes",
        "terms", "problem", "message",
    ]

    /// What a test of a connection came to; `credentials` is null if they were not looked at.
    package init(_ test: ConnectionTest) {
        let problem = test.failure.map(ConnectionProblem.init)
        let isReached = test.isVerified || ![.unreachable, .settings].contains(problem)
        let credentials: JSONValue =
            test.isVerified ? .boolean(true) : problem == .credentials ? .boolean(false) : .null
        let values: [JSONValue] = [
            .boolean(isReached), credentials, .optional(test.items), .texts(test.titles),
            .integer(test.content.total), .boolean(test.isWhole), .counts(test.content.languages),
            .counts(test.content.types), .terms(test.content, test.vocabularies),
            .optional(problem?.rawValue), .optional(test.failure?.message),
        ]
        self.init(Array(zip(Self.connectionTestKeys, values)))
    }

    package static let contentKeys = ["total", "languages", "contentTypes", "terms"]

    /// What filters can be chosen from.
    ///
    /// - Parameter vocabularies: those of the provider; the most frequent words of each are there.
    package init(_ content: ContentCounts, _ vocabularies: [Vocabulary]) {
        self.init([
            ("total", .integer(content.total)), ("languages", .counts(content.languages)),
            ("contentTypes", .counts(content.types)), ("terms", .terms(content, vocabularies)),
        ])
    }
}

extension JSONValue {
    fileprivate static func counts(_ values: [ContentCounts.Value]) -> JSONValue {
        .list(
            values.map { .object(Record([("value", .text($0.value)), ("count", .integer($0.count))])) })
    }

    fileprivate static func terms(_ content: ContentCounts, _ vocabularies: [Vocabulary]) -> JSONValue {
        .object(Record(vocabularies.map { ($0.name, .counts(content.texts($0.field))) }))
    }
}
