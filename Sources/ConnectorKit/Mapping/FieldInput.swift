public import Foundation

/// The input of a rule: the values at its sources, and the connection's settings.
///
/// Each reader uses the first source with a value other than null and returns nil if there is none. A value
/// of the wrong type is an error, so a mapped field that changed its type skips the item.
public struct FieldInput: Sendable {
    public let sources: [String]
    public let values: ArraySlice<[SourceValue]>
    public let settings: Settings

    init(sources: [String], values: ArraySlice<[SourceValue]>, settings: Settings) {
        self.sources = sources
        self.values = values
        self.settings = settings
    }

    /// The values of a row, with all paths as sources.
    public init(_ document: SourceDocument, _ paths: JSONPaths, settings: Settings = Settings(texts: [:])) {
        self.init(sources: paths.paths, values: document.values[...], settings: settings)
    }

    /// The values at the sources in a JSON text, for tests.
    ///
    /// - Throws: ``JSONFault`` if the text is not JSON.
    public init(json: String, from sources: [String], settings: Settings = Settings(texts: [:]))
        throws(JSONFault)
    {
        let paths = JSONPaths(sources)
        self.init(
            try SourceDocument(json: Array(json.utf8)[...], paths: paths), paths, settings: settings)
    }

    /// The same with one of the sources alone: `input["user.email"].text()`.
    public subscript(path: String) -> FieldInput {
        FieldInput(sources: [path], values: [found(at: path)], settings: settings)
    }

    /// Returns the values at one of the sources: none, one, or one for each element of a list.
    public func found(at path: String) -> [SourceValue] {
        zip(sources, values).first { $0.0 == path }?.1 ?? []
    }

    /// The first value other than null, with its path.
    public var first: (path: String, value: SourceValue)? {
        for (path, found) in zip(sources, values) {
            if let value = found.first(where: { $0 != .null }) { return (path, value) }
        }
        return nil
    }

    /// Returns the text unchanged.
    public func text() throws(Failure) -> String? {
        guard let (path, value) = first else { return nil }
        guard case .text(let text) = value else { throw wrongType(path, value, "text") }
        return text
    }

    /// Returns a text that must exist and hold more than white space.
    public func requiredText() throws(Failure) -> String {
        guard let text = try text(), !text.allSatisfy(\.isWhitespace) else {
            throw .item("no \(sources.joined(separator: " or "))")
        }
        return text
    }

    /// Returns the case that a text names, of a type whose cases are all that is taken.
    ///
    /// - Throws: ``Failure/item(_:)``, which names the cases, for any other text and if there is none.
    public func requiredCase<Kind>(of kinds: Kind.Type) throws(Failure) -> Kind
    where Kind: CaseIterable & RawRepresentable<String> {
        let text = try requiredText()
        guard let kind = Kind(rawValue: text) else {
            let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .item("the \(first?.path ?? "") \(text.prefix(40)) is not taken; \(names) are")
        }
        return kind
    }

    /// Returns an id: a whole number, or a text that holds one.
    public func requiredNumericID() throws(Failure) -> String {
        guard let (path, value) = first else { throw .item("no \(sources.joined(separator: " or "))") }
        switch value {
        case .number(let digits), .text(let digits):
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw .item("\(path) is \"\(digits.prefix(40))\"; a whole number was expected")
            }
            return digits
        default: throw wrongType(path, value, "a whole number")
        }
    }

    /// Returns an id of any form, a number as it is written.
    ///
    /// - Throws: ``Failure/item(_:)`` if there is none, or one of more than 1,024 bytes (rule L10).
    public func requiredID() throws(Failure) -> String {
        guard let id = try id() else { throw .item("no \(sources.joined(separator: " or "))") }
        return id
    }

    /// Returns an id of any form, a number as it is written, or nil if there is none or an empty one.
    public func id() throws(Failure) -> String? {
        guard let (path, value) = first else { return nil }
        switch value {
        case .number(let id), .text(let id):
            guard id.utf8.count <= 1_024 else { throw .item("\(path) is no id") }
            return id.allSatisfy(\.isWhitespace) ? nil : id
        default: throw wrongType(path, value, "an id")
        }
    }

    /// Returns a number.
    public func number() throws(Failure) -> Double? {
        guard let (path, value) = first else { return nil }
        guard case .number(let written) = value else { throw wrongType(path, value, "a number") }
        return Double(written)
    }

    /// Returns a number of per cent from 0 to 100, rounded down, so that 99.9 is not done.
    ///
    /// - Parameter whole: What the service writes for all of it: 100 for per cent, 1 for a share.
    public func percent(of whole: Double = 100) throws(Failure) -> Int? {
        // Of 1, 0.29 is a little less than 29 per cent in binary.
        try number().map { Int(min(max($0 / whole * 100 + 1e-9, 0), 100)) }
    }

    /// Returns an absolute http(s) URL, repaired if only its spelling is wrong, or nil for any other text.
    public func webURL() throws(Failure) -> String? { try text().flatMap(WebAddress.repaired) }

    /// Returns true or false.
    public func boolean() throws(Failure) -> Bool? { try booleans().first }

    /// Returns true or false for each source that has a value.
    public func booleans() throws(Failure) -> [Bool] {
        var result: [Bool] = []
        for (path, found) in zip(sources, values) {
            for value in found where value != .null {
                guard case .boolean(let flag) = value else { throw wrongType(path, value, "true or false") }
                result.append(flag)
            }
        }
        return result
    }

    /// Returns all texts of all sources, trimmed, without empty ones and duplicates.
    public func texts() throws(Failure) -> [String] { try texts(besidesObjects: false) }

    /// Returns all texts of all sources, trimmed, without empty ones and duplicates.
    ///
    /// - Parameter besidesObjects: Whether to skip objects, because another source reads them.
    public func texts(besidesObjects: Bool) throws(Failure) -> [String] {
        var result: [String] = []
        for (path, found) in zip(sources, values) {
            for value in found where value != .null {
                if besidesObjects, value == .composite("an object") { continue }
                guard case .text(let text) = value else { throw wrongType(path, value, "text") }
                let trimmed = text.trimmed
                if !trimmed.isEmpty, !result.contains(trimmed) { result.append(trimmed) }
            }
        }
        return result
    }

    /// Returns a BCP 47 tag in its usual case (`en-US`, `zh-Hant`), or nil if the text is not a tag.
    public func language() throws(Failure) -> String? {
        try text().flatMap(LanguageTag.init)?.text
    }

    /// Returns the texts of a list's elements whose sibling is a given text: of `people[].name` those whose
    /// `people[].role` is `AUTHOR`. Trimmed, without empty ones and duplicates.
    ///
    /// - Parameter list: The source of the elements themselves, `people[]`.
    /// - Returns: None if an element lacks one of the two, since they cannot be paired then.
    public func texts(at path: String, where sibling: String, is wanted: String, of list: String)
        throws(Failure) -> [String]
    {
        let (values, others, count) = (found(at: path), found(at: sibling), found(at: list).count)
        guard values.count == count, others.count == count else { return [] }
        let chosen = zip(values, others).filter { $0.1 == .text(wanted) }.map(\.0)
        return try FieldInput(sources: [path], values: [chosen], settings: settings).texts()
    }

    /// Returns the texts of two siblings of a list's elements, joined by a space: first and last names. If one source is
    /// empty, it returns the other.
    ///
    /// - Parameter list: The source of the elements themselves, `authors[]`.
    /// - Returns: None if an element lacks one of the two, since they cannot be paired then.
    public func pairs(_ first: String, _ second: String, of list: String) throws(Failure) -> [String] {
        let (heads, tails) = (try self[first].texts(), try self[second].texts())
        if heads.isEmpty || tails.isEmpty { return heads + tails }
        let (found, others) = (found(at: first), found(at: second))
        let count = self.found(at: list).count
        guard found.count == count, others.count == count else { return [] }
        var result: [String] = []
        for (value, other) in zip(found, others) {
            let parts = [value, other].compactMap { value -> String? in
                guard case .text(let text) = value else { return nil }
                return text.trimmed
            }
            let name = parts.filter { !$0.isEmpty }.joined(separator: " ")
            if !name.isEmpty, !result.contains(name) { result.append(name) }
        }
        return result
    }

    /// Returns a BCP 47 tag made of a language and, if there is one, a country: `pt` and `BR` are `pt-BR`. Former
    /// codes become present ones: `in` is `id`, `iw` is `he`, `ji` is `yi` (IANA Language Subtag Registry).
    public func locale(language: String, country: String) throws(Failure) -> String? {
        guard let code = try self[language].text() else { return nil }
        let present = ["in": "id", "iw": "he", "ji": "yi"][code.lowercased()] ?? code
        let parts = [present, try self[country].text()].compactMap(\.self).filter { !$0.isEmpty }
        return LanguageTag(parts.joined(separator: "-"))?.text
    }

    /// Returns a time, in any of the ISO 8601 spellings of ``Timestamp``.
    public func time() throws(Failure) -> Date? {
        guard let (path, value) = first else { return nil }
        guard case .text(let text) = value else { throw wrongType(path, value, "a time") }
        guard let date = Timestamp.date(text) else {
            throw .item("\(path) is \"\(text.prefix(40))\"; an ISO 8601 time was expected")
        }
        return date
    }

    /// Returns a time that must be there.
    public func requiredTime() throws(Failure) -> Date {
        guard let time = try time() else { throw .item("no \(sources.joined(separator: " or "))") }
        return time
    }

    func wrongType(_ path: String, _ value: SourceValue, _ expected: String) -> Failure {
        .item("\(path) is \(value.kind); \(expected) was expected")
    }
}
