import ConnectorKit
import Go1Simulator

/// What the portal's items should become, worked out from its data and not by the program.
struct ExpectedCourse: Sendable, Equatable {
    let id: String
    /// In lower case; nil where the item names none, or what is no tag.
    let language: String?
    let type: String

    /// RFC 4647 section 3.3.1: a range takes a tag that it equals, or that goes on after it with a hyphen.
    /// The values of one filter are joined by OR, the two by AND, and an empty one takes everything.
    func isTaken(languages: [String], types: [String]) -> Bool {
        let subtags = language.map { $0.split(separator: "-") }
        let speaks = languages.contains { range in
            let wanted = range.lowercased().split(separator: "-")
            return subtags.map { $0.prefix(wanted.count) == wanted[...] } ?? false
        }
        return (languages.isEmpty || speaks) && (types.isEmpty || types.contains(type))
    }
}

extension Go1Portal {
    /// The courses a group without filters receives, in order of their ids as text.
    var expectedCourses: [ExpectedCourse] {
        libraryIDs.compactMap { item($0) }.filter(\.isUsable).map {
            var language = $0.language.flatMap(text)?.lowercased()
            if language == "" || language == "english (australia)" { language = nil }
            return ExpectedCourse(id: String($0.id), language: language, type: $0.type)
        }.sorted { $0.id < $1.id }
    }

    /// The ids of the courses that pass the filters.
    func expectedIDs(languages: [String] = [], types: [String] = []) -> [String] {
        expectedCourses.filter { $0.isTaken(languages: languages, types: types) }.map(\.id)
    }
}

extension PortalItem {
    /// Of a type that is taken, and without a fault in a field that is mapped.
    fileprivate var isUsable: Bool {
        let taken = ["course", "document", "interactive", "text", "video", "link", "audio"]
        guard taken.contains(type), idForm != .absent, updatedText == nil else { return false }
        if case .text? = duration { return false }
        guard let title = title.flatMap(text) else { return false }
        return title.contains { !$0.isWhitespace }
    }
}

private func text(_ value: JSONValue) -> String? {
    if case .text(let text) = value { text } else { nil }
}
