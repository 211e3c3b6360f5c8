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
        externalId = content.externalID
        name = content.name
        launchUrl = content.launchURL
        defaultLang = PlatformLanguage(content.language, fallback: language).code
        sources = Self.filled(content.publisher).map { [Source(name: $0)] } ?? []
        subjects = content.subjects.compactMap(Self.filled)
        contentType = content.contentType.rawValue
        // The description allows HTML for v1, and says nothing else for v2 (rule D18).
        description = Self.filled(content.description)
        duration = content.duration.flatMap { $0 < 1 ? nil : min($0, Self.longest) }
        imageUrl = Self.filled(content.image)
    }

    private static let longest = 100_000

    /// Text without space around it; nil if nothing is left, for every text is at least one character.
    private static func filled(_ text: String?) -> String? {
        guard let text else { return nil }
        let trimmed = text.drop { $0.isWhitespace }
        guard let end = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...end])
    }
}
