import Foundation

extension String {
    /// The text without surrounding white space. Foundation converts a text to UTF-16 first, so it is called
    /// only if needed: most texts begin and end with a printable ASCII character.
    public var trimmed: String {
        let printed: ClosedRange<UInt8> = 0x21...0x7E
        guard let first = utf8.first, let last = utf8.last, printed ~= first, printed ~= last else {
            return trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return self
    }
}
