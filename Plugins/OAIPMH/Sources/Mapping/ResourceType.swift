import ConnectorKit

/// What a record is: a short list out of the DCMI Type Vocabulary, and courses and books beside it
/// (our decision; repositories write types of many vocabularies, and in their own words).
enum ResourceType: String, CaseIterable {
    case course, text, book, image, video, audio, interactive, dataset, software, event, other

    /// The first type among texts that is known, then the first media type that is.
    init(of texts: [String]) {
        self =
            texts.lazy.compactMap(Self.named).first ?? texts.lazy.compactMap(Self.ofMedia).first ?? .other
    }

    /// What it is to a learner (our decision).
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

    /// A type by its word, whatever its case, spaces and hyphens; of a URI the last part counts.
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

    /// DCMI Type Vocabulary, LOM's learning resource types, and what repositories use beside them
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
