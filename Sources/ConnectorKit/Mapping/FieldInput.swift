public import Foundation

/// What a rule sees: the values at its sources, and the connection's settings.
///
/// The readers take the first source that holds a value other than null, return nil where none does,
/// and refuse a value of the wrong type: a mapped field that changed its type skips the item.
public struct FieldInput: Sendable {
    public let sources: [String]
    public let values: ArraySlice<[SourceValue]>
    public let settings: Settings

    /// The first value other than null, with the path it was found at.
    public var first: (path: String, value: SourceValue)? {
        for (path, found) in zip(sources, values) {
            if let value = found.first(where: { $0 != .null }) { return (path, value) }
        }
        return nil
    }

    /// Text, as it stands.
    public func text() throws(Failure) -> String? {
        guard let (path, value) = first else { return nil }
        guard case .text(let text) = value else { throw wrongType(path, value, "text") }
        return text
    }

    /// Text that has to be there and to hold more than white space.
    public func requiredText() throws(Failure) -> String {
        guard let text = try text(), !text.allSatisfy(\.isWhitespace) else {
            throw .item("no \(sources.joined(separator: " or "))")
        }
        return text
    }

    /// An id: a whole number, or text that holds one.
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

    /// An absolute http(s) URL; anything else that is text counts as none, white space within included.
    public func webURL() throws(Failure) -> String? {
        guard let text = try text(), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            ["http", "https"].contains(url.scheme?.lowercased())
        else { return nil }
        return text
    }

    /// Whole minutes; 0 and less mean unknown, fractions are rounded up.
    public func minutes() throws(Failure) -> Int? {
        guard let (path, value) = first else { return nil }
        guard case .number(let written) = value else { throw wrongType(path, value, "a number of minutes") }
        guard let minutes = Double(written), minutes > 0, minutes < 1e9 else { return nil }
        return Int(minutes.rounded(.up))
    }

    /// True or false.
    public func boolean() throws(Failure) -> Bool? {
        guard let (path, value) = first else { return nil }
        guard case .boolean(let flag) = value else { throw wrongType(path, value, "true or false") }
        return flag
    }

    /// All texts at all sources, trimmed, without empty ones and repetitions.
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

    /// A BCP 47 tag in its usual case (`en-US`, `zh-Hant`); text that is no tag counts as none.
    public func language() throws(Failure) -> String? {
        try text().flatMap(LanguageTag.init)?.text
    }

    /// A time in any of the ISO 8601 spellings of ``Timestamp``.
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
