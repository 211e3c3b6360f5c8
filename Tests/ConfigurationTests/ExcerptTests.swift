import ConfigurationFiles
import Foundation
import Testing

@Suite("Shown source lines")
struct ExcerptTests {
    @Test("the terminal form marks the value under its line")
    func rendered() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            goodGroup + "    filters: { content_types: [course, vidoe] } # todo: hush\n",
            to: "providers/sales.yaml")
        #expect(
            folder.mistakes().map(\.rendered) == [
                """
                providers/sales.yaml:8:40: unknown content type "vidoe" for go1; did you mean "video"?
                  |
                8 |     filters: { content_types: [course, vidoe] }
                  |                                        ^^^^^
                """
            ])
    }

    @Test(
        "values of secret and of unknown keys are dots, and the mark stays under its text",
        arguments: [
            (
                "providers: { go1: { settings: { secret: hush, page_size: many } } }",
                "providers: { go1: { settings: { secret: ••••, page_size: many } } }", "many"
            ),
            (
                "providers: { go1: { settings: { sekret: {a: [hush]}, page_size: many } } }",
                "providers: { go1: { settings: { sekret: ••••, page_size: many } } }", "many"
            ),
            (
                "providers: { go1: { settings: { page_size: many, \"secret\": 'hush' } } } # hush",
                "providers: { go1: { settings: { page_size: many, \"secret\": •••• } } }", "many"
            ),
            (
                "providers: { go2: { secret: hush }, go1: { tags: \"é\" } }",
                "providers: { go2: ••••, go1: { tags: \"é\" } }", "\"é\""
            ),
        ])
    func masked(_ line: String, _ shown: String, _ marked: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write("group: g1\n\(line)\n", to: "providers/sales.yaml")
        let excerpts = folder.mistakes().compactMap(\.excerpt)
        #expect(!excerpts.isEmpty)
        let lines = Set(excerpts.map(\.text))
        #expect(lines == [shown])
        let marks = excerpts.map { excerpt in
            String(Array(excerpt.text)[excerpt.marked.clamped(to: 0..<excerpt.text.count)])
        }
        #expect(marks.contains(marked))
    }

    @Test("a tab before the mark is repeated under itself")
    func tabs() throws {
        let folder = try ConfigurationFolder()
        try folder.write("group: g1\nname:\t\t''\n", to: "providers/sales.yaml")
        #expect(
            folder.mistakes().map(\.rendered) == [
                """
                providers/sales.yaml:2:8: name is empty; text was expected
                  |
                2 | name:\t\t''
                  |      \t\t^^
                """
            ])
    }
}
