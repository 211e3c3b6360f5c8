package import ConnectorKit

/// What is pushed.
package enum PushBody: Sendable, Equatable, Codable {
    case content(PushedContent)
    case completion(PushedCompletion)

    /// The external reference of the content.
    package var reference: String {
        switch self {
        case .content(let content): content.externalReference
        case .completion(let completion): completion.contentReference
        }
    }

    /// What is delivered in order: all of one content, and all of one learner's completions of it.
    package var key: String {
        switch self {
        case .content(let content): "content\n\(content.externalReference)"
        case .completion(let completion):
            "completion\n\(completion.contentReference)\n\(EmailKey.of(completion.email) ?? "")"
        }
    }
}

extension PushBody {
    /// Why it is refused if a line before is about the same.
    package func duplicate(of line: Int) -> String {
        switch self {
        case .content: "duplicate external_reference; line \(line) has the same"
        case .completion: "duplicate; line \(line) has the same content and learner"
        }
    }
}
