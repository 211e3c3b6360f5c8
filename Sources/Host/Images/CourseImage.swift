/// A picture of a course, of a kind that browsers show and that holds no program.
package struct CourseImage: Sendable, Equatable {
    /// The media types that are passed on.
    package static let types = ["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"]
    /// The most bytes of one (our decision: rule L16).
    static let limit = 2 << 20

    /// What the bytes are, whatever their server says.
    package let type: String
    package let bytes: [UInt8]

    /// Returns nil if the bytes are no such picture, or too many.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.limit, let type = Self.type(of: bytes) else { return nil }
        self.type = type
        self.bytes = bytes
    }

    private static func type(of bytes: [UInt8]) -> String? {
        func has(_ text: String, at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if has("GIF87a") || has("GIF89a") { return "image/gif" }
        if has("RIFF"), has("WEBP", at: 8) { return "image/webp" }
        return has("ftypavif", at: 4) ? "image/avif" : nil
    }
}
