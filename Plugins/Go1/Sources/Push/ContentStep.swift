import ConnectorKit
import Foundation

/// A write to Go1. The cases are in the order of the writes.
enum ContentStep: Sendable, Equatable {
    case create(CoreFragment)
    case core(CoreFragment)
    case launch(LaunchFragment)
    case relevance(RelevanceFragment)
    case topics([Topic])
    case lifecycle(ExistingContent.State)
    /// Offers the content to Go1's network.
    case offer

    /// The step in words for an administrator.
    var name: String {
        switch self {
        case .create: "create it, unpublished"
        case .core: "set title, description and image"
        case .launch: "set the launch address"
        case .relevance: "set language and duration"
        case .topics(let topics): "set the topics \(topics.map(\.name).joined(separator: ", "))"
        case .lifecycle(.published): "publish it"
        case .lifecycle: "unpublish it"
        case .offer: "offer it to Go1's network"
        }
    }

    /// The body of the request, which is one fragment (rule G15).
    func body() throws(Failure) -> [UInt8] {
        switch self {
        case .create(let core), .core(let core): try write(["core": core])
        case .launch(let launch): try write(["protected": launch])
        case .relevance(let relevance): try write(["relevance": relevance])
        case .topics(let topics): try write(["topics": ["items": topics]])
        case .lifecycle(let state): try write(["lifecycle": ["state": state.rawValue]])
        case .offer: try write(["offerings": ["status": "pending"]])
        }
    }

    private func write(_ value: some Encodable) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { throw .fatal("a request cannot be written") }
        return Array(data)
    }
}

struct CoreFragment: Sendable, Equatable, Encodable {
    var type: String
    var title: String
    var description: String
    var image: Image
    var external_id: String
    /// Only for new content: the published description has no such member for later updates.
    var standalone: Bool?

    struct Image: Sendable, Equatable, Encodable { var value: String }
}

/// A link opens in its own window, since many pages forbid framing (our decision).
struct LaunchFragment: Sendable, Equatable, Encodable {
    var url: String
    var open_mode: String?
}

struct RelevanceFragment: Sendable, Equatable, Encodable {
    var language: String?
    /// Minutes.
    var duration: Int?
}
