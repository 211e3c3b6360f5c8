public import Foundation

/// The input of a rule: the values at its sources, and the connection's settings.
///
/// Each reader uses the first source with a value other than null and returns nil if there is none. A value
/// of the wrong type is an error, so a mapped field that changed its type skips the item.
public struct FieldInput: Sendable {
    public let sources: [String]
    public let values: ArraySlice<[SourceValue]>
    public let settings: Settings

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

    /// Returns an absolute http(s) URL, repaired if only its spelling is wrong, or nil for any other text.
    public func webURL() throws(Failure) -> String? { try text().flatMap(WebAddress.repaired) }

    /// Returns whole minutes, rounded up, or nil for 0 and less (unknown).
    public func minutes() throws(Failure) -> Int? {
        guard let (path, value) = first else { return nil }
        guard case .number(let written) = value else { throw wrongType(path, value, "a number of minutes") }
        guard let minutes = Double(written), minutes > 0, minutes < 1e9 else { return nil }
        return Int(minutes.rounded(.up))
    }

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
    public func texts() throws(Failure) -> [String] {
        var result: [String] = []
        for (path, found) in zip(sources, values) {
            for value in found where value != .null {
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

    /// Returns a time, in any of the ISO 8601 spellings of ``Timestamp``.
    public func time() throws(Failure) -> Date? {
        guard let (path, value) = first else { return nil }
        guard case .text(let text) = value else { throw wrongType(path, value, "a time") }
        guard let date = Timestamp.date(text) else {
            throw .item("\(path) is \"\(text.prefix(40))\"; an ISO 8601 time was expected")
        }
        return date
    }

    private func wrongType(_ path: String, _ value: SourceValue, _ expected: String) -> Failure {
        .item("\(path) is \(value.kind); \(expected) was expected")
    }
}
