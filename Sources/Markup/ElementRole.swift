/// How an element is cleaned.
enum ElementRole {
    /// Kept without its attributes.
    case formatting(Formatting)
    case link, lineBreak
    case list(List)
    case item
    /// Becomes a paragraph.
    case paragraph
    /// Becomes a paragraph of strong text.
    case heading
    /// Removed; the content on both sides becomes paragraphs.
    case separator
    /// Removed; the text on both sides stays separate words.
    case cell
    /// Removed with its content.
    case dropped
    /// Removed; its content stays.
    case transparent

    enum Formatting: String { case strong, b, em, i, u }
    enum List: String { case ul, ol }

    init(_ name: String) {
        self = Self.roles[name] ?? .transparent
    }

    private static let roles: [String: ElementRole] = {
        var roles: [String: ElementRole] = [
            "strong": .formatting(.strong), "b": .formatting(.b), "em": .formatting(.em),
            "i": .formatting(.i), "u": .formatting(.u),
            "a": .link, "br": .lineBreak, "hr": .separator,
            "ul": .list(.ul), "ol": .list(.ol), "menu": .list(.ul), "dir": .list(.ul), "li": .item,
            "td": .cell, "th": .cell, "option": .dropped,
        ]
        for name in ["h1", "h2", "h3", "h4", "h5", "h6"] { roles[name] = .heading }
        for name in [
            "p", "div", "address", "article", "aside", "blockquote", "caption", "center", "dd",
            "details", "dialog", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
            "hgroup", "legend", "listing", "main", "nav", "pre", "search", "section", "summary",
            "table", "tbody", "tfoot", "thead", "tr", "xmp",
        ] { roles[name] = .paragraph }
        for name in [
            "applet", "audio", "button", "canvas", "datalist", "frameset", "head", "iframe", "map", "math",
            "meter", "noembed", "noframes", "noscript", "object", "optgroup", "progress", "script", "select",
            "style", "svg", "template", "textarea", "title", "video",
        ] { roles[name] = .dropped }
        return roles
    }()
}
