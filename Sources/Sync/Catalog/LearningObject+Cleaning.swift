import ConnectorKit
import Markup
import Model

extension LearningObject {
    /// The object with its texts as people read them, the same for every provider (rules M9 to M11 and M14).
    ///
    /// - Returns: The object, and what was removed from it that an administrator should know.
    /// - Throws: ``Failure/item(_:)`` if no title is left, or the id or the launch address cannot be used.
    func cleaned() throws(Failure) -> (object: LearningObject, remark: String?) {
        if let problem = ExternalID.problem(with: externalID) { throw .item("the id \(problem)") }
        var clean = self
        clean.name = lineText(name)
        guard !clean.name.isEmpty else { throw .item("no title: there is nothing in it that can be read") }
        clean.description = description.map(cleanHTML).flatMap { $0.isEmpty ? nil : $0 }
        clean.authors = authors.cleanedLines
        clean.publisher = publisher.map(lineText).flatMap { $0.isEmpty ? nil : $0 }
        clean.subjects = subjects.cleanedLines
        clean.image = image.flatMap(WebAddress.repaired)
        if !launchURL.isEmpty {
            guard let address = WebAddress.repaired(launchURL) else {
                throw .item("nothing to open: the launch address is no absolute http(s) URL")
            }
            clean.launchURL = address
        }
        return (clean, remark)
    }

    private var remark: String? {
        let fields: [(CourseField, [String])] = [
            (.name, [name]), (.description, [description ?? ""]), (.authors, authors),
            (.publisher, [publisher ?? ""]), (.subjects, subjects), (.image, [image ?? ""]),
        ]
        let parts = fields.compactMap { field, texts -> String? in
            let isLine = field != .description && field != .image
            let found = texts.flatMap { controlCharacters(in: $0, isLine: isLine) }
            guard !found.isEmpty else { return nil }
            let points = Set(found.map(\.value)).sorted().prefix(5).map { "U+" + $0.hex }
            let hasMarks = found.contains(where: \.isDirectionMark)
            let noun =
                (hasMarks ? "character" : "control character") + (found.count == 1 ? "" : "s")
            return "\(found.count) \(noun) removed from \(field.rawValue) (\(points.joined(separator: ", ")))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

extension [String] {
    /// The texts as lines, without empty ones and repetitions.
    fileprivate var cleanedLines: [String] {
        var lines: [String] = []
        for line in map(lineText) where !line.isEmpty && !lines.contains(line) { lines.append(line) }
        return lines
    }
}

extension UInt32 {
    /// At least four digits.
    fileprivate var hex: String {
        let digits = String(self, radix: 16, uppercase: true)
        return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
}
