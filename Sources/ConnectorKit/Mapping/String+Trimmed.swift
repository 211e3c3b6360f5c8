import Foundation

extension String {
    /// The text without the white space around it. Foundation, which takes a text for one of UTF-16 first, is asked
    /// only where there may be some: most texts begin and end with a printed character of ASCII.
    public var trimmed: String {
        let printed: ClosedRange<UInt8> = 0x21...0x7E
        guard let first = utf8.first, let last = utf8.last, printed ~= first, printed ~= last else {
            return trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return self
    }
}
