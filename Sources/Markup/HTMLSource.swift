/// Prepares HTML for libxml2, which reads some of it differently from HTML 5.
///
/// - References become characters, or the number of an ASCII character; unknown ones and a bare `&` become text.
/// - A `<` that begins no tag becomes text.
/// - `<!` that begins neither a comment nor a doctype, such as `<![CDATA[` or `<![if mso]>`, becomes `<?x`.
///   In HTML both are comments up to the next `>`, but libxml2 2.9 treats the former as text.
/// - Control characters are removed.
struct HTMLSource {
    private(set) var bytes: [UInt8] = []

    /// - Parameter isTitle: Whether only known elements are tags, so that `List<String>` stays.
    init(_ html: UnsafeBufferPointer<UInt8>, isTitle: Bool) {
        var safe: [UInt8] = []
        safe.reserveCapacity(html.count)
        appendSafe(html, to: &safe)
        let end = safe.lastIndex(of: UInt8(ascii: ">")) ?? -1
        bytes.reserveCapacity(safe.count + 64)
        var rest = safe[...]
        while let special = rest.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
            bytes += rest[..<special]
            rest = rest[special...]
            if rest.first == UInt8(ascii: "&") {
                rest = rest.dropFirst(appendReference(rest))
            } else {
                let after = rest.dropFirst()
                let opening = Self.opening(after, isTitle: isTitle, isClosed: special < end)
                bytes += opening.utf8
                rest = opening.hasPrefix("<?") ? after.dropFirst() : after
            }
        }
        bytes += rest
    }

    /// Appends the reference that the bytes begin with, and returns its length.
    private mutating func appendReference(_ rest: ArraySlice<UInt8>) -> Int {
        guard let reference = CharacterReference(rest) else {
            bytes += "&amp;".utf8
            return 1
        }
        for scalar in reference.scalars where !scalar.isDropped {
            bytes += scalar.isASCII ? Array("&#\(scalar.value);".utf8) : Array(String(scalar).utf8)
        }
        return reference.length
    }

    /// What to write for a `<` before these bytes.
    private static func opening(_ after: ArraySlice<UInt8>, isTitle: Bool, isClosed: Bool) -> String {
        switch after.first {
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            if isTitle, !isClosed { return "&lt;" }
            return after.first == UInt8(ascii: "?") || isDeclaration(after) ? "<" : "<?x "
        default: break
        }
        let name = (after.first == UInt8(ascii: "/") ? after.dropFirst() : after)
            .prefix { !isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let beginsWithLetter = name.first.map { (97...122).contains($0 | 0x20) } ?? false
        let isTag = isTitle ? isKnown(name) : beginsWithLetter || after.first == UInt8(ascii: "/")
        return isTag && isClosed ? "<" : "&lt;"
    }

    private static func isDeclaration(_ after: ArraySlice<UInt8>) -> Bool {
        after.starts(with: "!--".utf8)
            || after.prefix(8).elementsEqual("!doctype".utf8) { $0 | 0x20 == $1 | 0x20 }
    }

    /// Custom elements have a hyphen in their names, those of Word a colon.
    private static func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count <= 32 else { return false }
        let text = String(decoding: name, as: UTF8.self).lowercased()
        return ElementRole.isKnown(text)
            || name.allSatisfy {
                (97...122).contains($0 | 0x20) || (48...57).contains($0) || "-:".utf8.contains($0)
            }
                && name.contains { "-:".utf8.contains($0) } && (97...122).contains((name.first ?? 0) | 0x20)
    }
}
