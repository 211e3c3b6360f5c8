import SimulatorSupport
import ConnectorKit

/// Descriptions like the recorded ones: HTML with a median of about 600 bytes.
struct Descriptions {
    private let phrases: Phrases
    private let subject: String
    /// The next sentence. A sentence repeats only after all others.
    private var next: Int

    static func html(_ phrases: Phrases, _ subject: String, _ draw: inout SeededRandom) -> String {
        let first = draw.below(phrases.sentences.count)
        var writer = Descriptions(phrases: phrases, subject: subject, next: first)
        switch draw.below(100) {
        case 0..<5: return ""
        case 5..<12: return writer.sentence()
        case 12..<22: return writer.long(&draw)
        default: break
        }
        let paragraphs = (0..<2 + draw.below(2)).map { _ in writer.paragraph(2 + draw.below(2)) }
        return paragraphs.joined(separator: draw.chance(20) ? "\r\n\r\n<p>&nbsp;</p>\r\n\r\n" : "\n\n")
    }

    /// Returns text with at least this number of bytes.
    static func text(bytes: Int) -> String {
        var writer = Descriptions(phrases: .english, subject: "Long Courses", next: 0)
        var text = ""
        while text.utf8.count < bytes { text += writer.paragraph(4) + "\n" }
        return text
    }

    private mutating func long(_ draw: inout SeededRandom) -> String {
        let points = (0..<3 + draw.below(4)).map { _ in "<li>\(sentence())</li>" }
        let paragraphs = (0..<2 + draw.below(8)).map { _ in paragraph(3) }
        return paragraphs.joined(separator: "\n\n")
            + "\n<ul class=\"outcomes\">\n\(points.joined(separator: "\n"))\n</ul>\n"
            + "<p><a href=\"https://www.example.com/courses?lang=en&amp;from=list\" target=\"_blank\">"
            + "<strong>\(subject)</strong></a> &mdash; <em>2&nbsp;&frac12;</em></p>"
    }

    private mutating func paragraph(_ sentences: Int) -> String {
        "<p>" + (0..<sentences).map { _ in sentence() }.joined(separator: " ") + "</p>"
    }

    private mutating func sentence() -> String {
        next = (next + 1) % phrases.sentences.count
        return phrases.sentences[next].joined(separator: subject)
    }
}
