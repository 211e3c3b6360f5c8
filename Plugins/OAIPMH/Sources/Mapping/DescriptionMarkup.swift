/// Returns a description as HTML. Neither Dublin Core nor LOM specifies the format: text with a tag counts as
/// HTML, other text as plain text with blank lines between paragraphs (our decision). The host decodes the entities of
/// both (rule M10).
func descriptionMarkup(_ text: String) -> String {
    if holdsTag(text) { return text }
    let escaped = text.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    let lines = escaped.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    let paragraphs = lines.split { $0.allSatisfy(\.isWhitespace) }.map { $0.joined(separator: "\n") }
    return paragraphs.count > 1 ? paragraphs.map { "<p>\($0)</p>" }.joined() : escaped
}

/// Whether `<`, a letter or a slash, and later `>` occur in this order. `a < b` and `p<0.05` are not tags.
private func holdsTag(_ text: String) -> Bool {
    var rest = text.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
        rest = rest[rest.index(after: open)...]
        guard let next = rest.first else { return false }
        let isTag =
            next == UInt8(ascii: "/")
            || (next | 0x20) >= UInt8(ascii: "a") && (next | 0x20) <= UInt8(ascii: "z")
        if isTag { return rest.contains(UInt8(ascii: ">")) }
    }
    return false
}
