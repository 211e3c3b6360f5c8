import ConnectorKit

/// The supported types of learning objects. All others are skipped
/// (rule M3).
enum SupportedType: String, CaseIterable {
    case course, document, interactive, text, video, link, audio

    /// The type of the course.
    var contentType: ContentType {
        switch self {
        case .audio: .audiobook
        case .course, .interactive, .link: .course
        case .document, .text: .article
        case .video: .video
        }
    }
}
