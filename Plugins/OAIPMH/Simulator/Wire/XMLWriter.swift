/// Writes XML text.
struct XMLWriter {
    private(set) var text = ""

    mutating func raw(_ more: String) { text += more }

    /// Writes an element with child elements.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout XMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        raw("</\(name)>")
    }

    /// Writes an element with text.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String
    ) {
        element(name, attributes) { $0.raw(Self.escaped(text)) }
    }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        raw("<\(name)")
        for (name, value) in attributes {
            if let value { raw(" \(name)=\"\(Self.escaped(value))\"") }
        }
        raw(">")
    }

    /// Returns the text escaped for XML, with invalid characters replaced (XML 1.0 section 2.2).
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { [38, 60, 62, 34].contains($0) || $0 < 32 }) else { return text }
        let allowed = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.value >= 32 || "\t\n\r".unicodeScalars.contains($0) ? $0 : "\u{FFFD}"
                }))
        return allowed.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
