import ConnectorKit

/// The type of a record: a selection from the DCMI Type Vocabulary, with courses and books (our decision,
/// since repositories use types of many vocabularies and their own words).
enum ResourceType: String, CaseIterable {
    case course, text, book, image, video, audio, interactive, dataset, software, event, other

    /// Uses the first known type among the texts, otherwise the first known media type.
    init(of texts: [String]) {
        self =
            texts.lazy.compactMap(Self.named).first ?? texts.lazy.compactMap(Self.ofMedia).first ?? .other
    }

    /// The type of the course (our decision).
    var contentType: ContentType {
        switch self {
        case .course, .event: .course
        case .text, .image, .dataset, .other: .article
        case .book: .book
        case .video: .video
        case .audio: .podcast
        case .interactive, .software: .interactive
        }
    }

    /// Returns a type by its word, ignoring case, spaces and hyphens. The last part of a URI counts.
    private static func named(_ text: String) -> ResourceType? {
        if isMediaType(text) { return nil }
        let last = text.split { $0 == "/" || $0 == "#" }.last ?? ""
        return words[last.lowercased().filter { $0.isLetter || $0.isNumber }]
    }

    private static func ofMedia(_ text: String) -> ResourceType? {
        guard isMediaType(text) else { return nil }
        let type = text.lowercased().prefix { $0 != ";" && $0 != " " }
        if type == "application/epub+zip" { return .book }
        switch type.prefix(while: { $0 != "/" }) {
        case "text": return .text
        case "image": return .image
        case "video": return .video
        case "audio": return .audio
        case "application": return documents.contains(where: type.contains) ? .text : nil
        default: return nil
        }
    }

    private static func isMediaType(_ text: String) -> Bool {
        ["text/", "image/", "video/", "audio/", "application/"].contains { text.lowercased().hasPrefix($0) }
    }

    private static let documents = [
        "pdf", "msword", "word", "presentation", "powerpoint", "opendocument.text",
    ]

    /// The DCMI Type Vocabulary, LOM's learning resource types, and other types that repositories use
    /// (info:eu-repo/semantics, COAR).
    private static let words: [String: ResourceType] = {
        let types: [(ResourceType, String)] = [
            (.course, "course module lesson lecture lectureseries onlinecourse mooc learningobject unit"),
            (
                .text,
                """
                text article journalarticle researcharticle reviewarticle contributiontoperiodical preprint \
                report technicalreport researchreport workingpaper thesis doctoralthesis masterthesis \
                bachelorthesis conferenceobject conferencepaper conferenceproceedings conferenceposter \
                bookpart bookchapter annotation narrativetext slide slides table index presentation \
                review manuscript patent worksheet handout syllabus
                """
            ),
            (.book, "book monograph ebook textbook"),
            (.image, "image stillimage photograph picture figure diagram graph map drawing illustration"),
            (.video, "video movingimage film movie animation screencast"),
            (.audio, "audio sound musicalrecording musicrecording podcast recordedmusic"),
            (
                .interactive,
                """
                interactive interactiveresource simulation exercise questionnaire exam experiment \
                problemstatement selfassessment assessment quiz game website
                """
            ),
            (.dataset, "dataset data collection researchdata"),
            (.software, "software softwareapplication sourcecode service application"),
            (.event, "event workshop conference webinar"),
            (.other, "other physicalobject"),
        ]
        return types.reduce(into: [:]) { table, entry in
            for word in entry.1.split(whereSeparator: \.isWhitespace) { table[String(word)] = entry.0 }
        }
    }()
}
