import ConnectorKit

/// The kinds of item that are taken: what filters may name.
enum ItemKind: String, CaseIterable {
    case course, video, article

    /// What it is to a learner.
    var contentType: ContentType {
        switch self {
        case .course: .course
        case .video: .video
        case .article: .article
        }
    }

    /// For messages.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
