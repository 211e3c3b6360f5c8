import ConnectorKit

/// A course as 360Learning takes it (rule D15). What it has no
/// field for, authors among them, is not sent.
struct ExternalCourse: Sendable, Hashable, Encodable {
    let externalId: String
    let name: String
    let launchUrl: String
    let defaultLang: String
    let sources: [Source]
    let subjects: [String]
    let contentType: String
    let description: String?
    /// Minutes, 1 to 100,000.
    let duration: Int?
    let imageUrl: String?

    struct Source: Sendable, Hashable, Encodable {
        let name: String
    }

    /// Rules D15 and D16.
    ///
    /// - Parameter language: for a course whose language the platform does not have.
    init(_ content: LearningObject, language: PlatformLanguage) {
        externalId = SentText.clean(content.externalID)
        name = SentText.filled(content.name) ?? externalId
        launchUrl = SentText.clean(content.launchURL)
        defaultLang = PlatformLanguage(content.language, fallback: language).code
        sources = SentText.filled(content.publisher).map { [Source(name: $0)] } ?? []
        subjects = content.subjects.compactMap(SentText.filled)
        contentType = content.contentType.rawValue
        // The description allows HTML for v1, and says nothing else for v2 (rule D18).
        description = SentText.filled(content.description)
        duration = content.duration.flatMap { $0 < 1 ? nil : min($0, Self.longest) }
        imageUrl = SentText.filled(content.image)
    }

    private static let longest = 100_000
}
