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

    /// Whether HTML, past or present, has an element of this name.
    static func isKnown(_ name: String) -> Bool { roles[name] != nil || inlines.contains(name) }

    /// Whether the words before and after an element of this name are apart.
    static func separatesWords(_ name: String) -> Bool {
        switch ElementRole(name) {
        case .lineBreak, .list, .item, .paragraph, .heading, .separator, .cell: true
        case .formatting, .link, .dropped, .transparent: false
        }
    }

    /// Elements that are transparent to the cleaning.
    private static let inlines: Set<String> = [
        "abbr", "acronym", "area", "base", "basefont", "bdi", "bdo", "big", "blink", "body", "cite", "code",
        "col", "colgroup", "data", "del", "dfn", "embed", "font", "frame", "html", "image", "img", "input",
        "ins", "kbd", "label", "link", "mark", "marquee", "meta", "nobr", "output", "param", "picture",
        "plaintext", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "slot", "small", "source", "span",
        "strike", "sub", "sup", "time", "track", "tt", "var", "wbr",
    ]

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
