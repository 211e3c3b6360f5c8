import ConfigurationFiles
import Foundation
import Testing

@Suite struct PromotionTests {
    private static func group(_ language: String, id: String = "sales", secret: String = "hush") -> String {
        """
        group: \(id)
        providers:
          go1:
            settings: { portal: "https://acme.mygo1.com", client_id: acme, secret: \(secret) }
            filters: { languages: [\(language)] }

        """
    }

    private let test: ConfigurationFolder
    private let production: ConfigurationFolder

    init() throws {
        test = try ConfigurationFolder()
        production = try ConfigurationFolder()
        try test.write("environment: test\n", to: "tributary.yaml")
        try production.write("environment: production\n", to: "tributary.yaml")
    }

    private func promotion() throws -> Promotion {
        try Promotion(of: test.load(), into: production.source(explicit: true))
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: production.url.appending(path: "providers/\(name)"), encoding: .utf8)
    }

    @Test("What differs is shown without secrets, and written as it was tested; the rest stays")
    func promoted() throws {
        try test.write(Self.group("en"), to: "providers/sales.yaml")
        try test.write(Self.group("fr", id: "new"), to: "providers/new.yaml")
        try test.write(Self.group("de", id: "same"), to: "providers/same.yaml")
        try production.write(Self.group("en", secret: "older"), to: "providers/sales.yaml")
        try production.write(Self.group("de", id: "same"), to: "providers/same.yaml")
        try production.write(Self.group("it", id: "there"), to: "providers/there.yaml")
        let promotion = try promotion()
        #expect(promotion.changes.map(\.shownFile) == ["new.yaml", "sales.yaml"])
        #expect(promotion.changes.map(\.isNew) == [true, false])
        #expect(promotion.unchanged == ["same.yaml"])
        #expect(promotion.onlyThere == ["there.yaml"])
        let shown = "\(promotion.changes.map(\.difference))"
        #expect(!shown.contains("hush") && !shown.contains("older"))
        try promotion.apply()
        #expect(try text("sales.yaml") == Self.group("en"))
        #expect(try text("new.yaml") == Self.group("fr", id: "new"))
        #expect(try text("there.yaml") == Self.group("it", id: "there"))
    }

    @Test("Files that would make production's configuration wrong are not promoted")
    func mistakes() throws {
        try test.write(Self.group("en"), to: "providers/sales.yaml")
        try production.write(Self.group("en"), to: "providers/other.yaml")
        let expected =
            "providers/sales.yaml:1:8: group id \"sales\" is already used at providers/other.yaml:1:8"
        #expect {
            try promotion()
        } throws: { error in
            guard case .mistakes(let mistakes)? = error as? Promotion.Problem else { return false }
            return mistakes.description == expected
        }
    }

    @Test("Only from test into production")
    func environments() throws {
        try production.write("environment: test\n", to: "tributary.yaml")
        #expect(
            throws: Promotion.Problem.environment(
                "tributary.yaml says `environment: test`; a production directory was expected")
        ) { try promotion() }
        try test.write("environment: production\n", to: "tributary.yaml")
        #expect(
            throws: Promotion.Problem.environment(
                "the configuration to promote says `environment: production`; "
                    + "only what ran as `environment: test` is promoted")
        ) { try promotion() }
    }

    @Test("A file that changed after it was shown is not written over, and what was written is put back")
    func changedMeanwhile() throws {
        try test.write(Self.group("en"), to: "providers/a.yaml")
        try test.write(Self.group("en", id: "b"), to: "providers/b.yaml")
        try production.write(Self.group("fr", id: "b"), to: "providers/b.yaml")
        let promotion = try promotion()
        try production.write(Self.group("it", id: "b"), to: "providers/b.yaml")
        #expect(
            throws: Promotion.Problem.file(
                "b.yaml: the file changed since it was read; nothing was written, try again; nothing was promoted"
            )
        ) { try promotion.apply() }
        #expect(try text("b.yaml") == Self.group("it", id: "b"))
        #expect(
            !FileManager.default.fileExists(atPath: production.url.appending(path: "providers/a.yaml").path))
    }

    @Test(
        "A difference shows the changed lines with two around them",
        arguments: [
            ("a\nb\n", "a\nb\n", ""), ("", "a\n", "+a"), ("a\n", "", "-a"),
            ("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\n5\nsix\n7\n", "… 4 5 -6 +six 7"),
            ("1\n2\n3\n4\n5\n6\n7\n", "0\n1\n2\n3\n4\n5\n6\n", "+0 1 2 … 5 6 -7"),
        ])
    func difference(_ old: String, _ new: String, _ shown: String) {
        let lines = LineDifference(from: old, to: new).lines.map { line in
            switch line {
            case .kept(let text): text
            case .removed(let text): "-\(text)"
            case .added(let text): "+\(text)"
            case .gap: "…"
            }
        }
        #expect(lines.joined(separator: " ") == shown)
    }
}
