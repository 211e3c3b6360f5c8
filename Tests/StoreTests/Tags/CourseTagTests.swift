import Model
import Store
import Testing

@Suite struct CourseTagTests {
    /// what it shows, subjects, whether they are tags, tags by hand, the tags of the course
    static let cases: [(String, [String], Bool, [String], [String])] = [
        ("nothing at all", [], true, [], []),
        ("subjects in their order", ["Safety", "Law"], true, [], ["Safety (provider)", "Law (provider)"]),
        ("switched off", ["Safety"], false, [], []),
        ("by hand without subjects", [], true, ["Mine"], ["Mine (manual)"]),
        ("by hand after subjects", ["Safety"], true, ["Mine"], ["Safety (provider)", "Mine (manual)"]),
        ("by hand, switched off", ["Safety"], false, ["Mine"], ["Mine (manual)"]),
        ("given by both", ["Law", "Safety"], true, ["Law"], ["Law (manual)", "Safety (provider)"]),
        ("given by both, switched off", ["Law"], false, ["Law"], ["Law (manual)"]),
        ("both, in another case and with space", [" LAW "], true, ["law"], ["LAW (manual)"]),
        ("a subject twice", ["Law", "law", " Law"], true, [], ["Law (provider)"]),
        ("blank subjects", ["", "  ", "Law"], true, [], ["Law (provider)"]),
        (
            "case beyond ASCII", ["Straße", "STRASSE", "ÉTÉ", "e\u{301}te\u{301}"], true, [],
            ["Straße (provider)", "ÉTÉ (provider)"]
        ),
        (
            "space within counts", ["Health care", "Healthcare"], true, [],
            ["Health care (provider)", "Healthcare (provider)"]
        ),
    ]

    @Test("A course has its subjects while they are followed, and what a person put there", arguments: cases)
    func rule(
        _ what: String, _ subjects: [String], _ followed: Bool, _ manual: [String], _ expected: [String]
    ) {
        let tags = CourseTag.tags(subjects: subjects, followed: followed, manual: manual)
        #expect(tags.map { "\($0.name) (\($0.origin))" } == expected, "\(what)")
    }

    @Test(
        "A name of a tag is one line that is not empty", arguments: ["", " \t", "two\nlines", "a\u{2028}b"])
    func noName(_ text: String) {
        #expect(TagName(text) == nil)
    }
}
