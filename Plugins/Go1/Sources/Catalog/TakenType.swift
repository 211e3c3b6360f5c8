import ConnectorKit

/// The types of learning object that are taken; all others are left out
/// (reference/seed-360learning-go1-integration.txt, "Catalog mapping").
enum TakenType: String, CaseIterable {
    case course, document, interactive, text, video, link, audio

    /// What it is to a learner.
    var contentType: ContentType {
        switch self {
        case .audio: .audiobook
        case .course, .interactive, .link: .course
        case .document, .text: .article
        case .video: .video
        }
    }
}
