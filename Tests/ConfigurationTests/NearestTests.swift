import ConfigurationFiles
import Testing

@Suite("Nearest name")
struct NearestTests {
    @Test(
        "what is near is found, what is far is not",
        arguments: [
            ("vidoe", "video"), ("Video", "video"), ("coruse", "course"), ("artcle", "article"),
            ("vid", "video"), ("documnet", "document"), ("scorm", nil), ("x", nil), ("", nil),
            ("lnk", "link"), ("do", nil), ("interactiv_content", nil),
        ] as [(String, String?)])
    func nearestName(_ typed: String, _ expected: String?) {
        #expect(
            nearest(typed, among: ["course", "article", "video", "document", "link", "interactive"])
                == expected)
    }

    @Test("of several that are near the nearest wins, of equal ones the first")
    func ties() {
        #expect(nearest("cat", among: ["cut", "cat"]) == "cat")
        #expect(nearest("cxt", among: ["cut", "cat"]) == "cut")
    }
}
