import ConfigurationFiles
import ConnectorKit
import Model
import Testing

/// A file before and after its filters were set.
struct FilterRewrite: Sendable, CustomTestStringConvertible {
    let name: String
    let languages: [String]
    let types: [String]
    let before: String
    let after: String
    var testDescription: String { name }

    init(_ name: String, _ languages: [String], _ types: [String], _ before: String, _ after: String) {
        self.name = name
        self.languages = languages
        self.types = types
        self.before = before
        self.after = after
    }

    var filters: Filters {
        Filters(languages: languages.compactMap(LanguageTag.init), contentTypes: types)
    }
}

/// `lines` under a provider, in a file with comments and odd spacing around.
private func file(_ lines: String) -> String {
    "# Sales\ngroup:   g1 # ours\nproviders:\n  go1:\n    tags:  true\n\(lines)  # end\nname: \"S\"\n"
}

let filterRewrites: [FilterRewrite] = [
    // Flow style
    FilterRewrite(
        "flow", ["de"], ["video"], file("    filters: { languages: [en, fr], content_types: [course] }\n"),
        file("    filters: { languages: [de], content_types: [video] }\n")),
    FilterRewrite(
        "flow, tight", ["en", "de"], [],
        file("    filters: {languages: [en,fr], content_types: [course]} #x\n"),
        file("    filters: {languages: [en,de], content_types: []} #x\n")),
    FilterRewrite(
        "flow, spaced brackets", ["en", "de", "nl"], [], file("    filters: { languages: [ en,  fr ] }\n"),
        file("    filters: { languages: [ en,  de,  nl ] }\n")),
    FilterRewrite(
        "flow, one filter missing", ["en"], ["video"], file("    filters: { languages: [en] }\n"),
        file("    filters: { languages: [en], content_types: [video] }\n")),
    FilterRewrite(
        "flow, trailing comma", ["en"], ["video"], file("    filters: { languages: [en,], }\n"),
        file("    filters: { languages: [en,], content_types: [video], }\n")),
    FilterRewrite(
        "flow over lines", ["en", "de", "nl"], [],
        file("    filters: {\n      languages: [\n        en,\n        fr\n      ]\n    }\n"),
        file("    filters: {\n      languages: [\n        en,\n        de,\n        nl\n      ]\n    }\n")),
    FilterRewrite(
        "flow over lines with comments", ["en", "fr", "de"], [],
        file(
            "    filters:\n      languages: [ # theirs\n        en, # English\n        fr # French\n      ]\n"
        ),
        file(
            "    filters:\n      languages: [ # theirs\n        en, # English\n        fr, de # "
                + "French\n      ]\n"
        )),
    FilterRewrite(
        "empty list", ["en"], [], file("    filters: { languages: [] }\n"),
        file("    filters: { languages: [en] }\n")),
    FilterRewrite(
        "list with a space", ["en"], [], file("    filters: { languages: [ ] }\n"),
        file("    filters: { languages: [en] }\n")),
    FilterRewrite(
        "empty mapping", ["en"], ["video"], file("    filters: {}\n"),
        file("    filters: { languages: [en], content_types: [video] }\n")),
    FilterRewrite(
        "flow key without a value", ["en"], [], file("    filters: {languages, content_types: [video]}\n"),
        file("    filters: {languages: [en], content_types: []}\n")),
    FilterRewrite(
        "flow key with an empty value", ["en"], [],
        file("    filters: {languages: , content_types: [video]}\n"),
        file("    filters: {languages: [en] , content_types: []}\n")),
    // Block style
    FilterRewrite(
        "block, one changed", ["en", "de"], [],
        file("    filters:\n      languages:\n        - en # English\n        - fr\n"),
        file("    filters:\n      languages:\n        - en # English\n        - de\n")),
    FilterRewrite(
        "block, one removed", ["en", "nl"], [],
        file(
            "    filters:\n      languages:\n        - en\n        # next\n        - fr # French\n      "
                + "  - nl\n"
        ),
        file("    filters:\n      languages:\n        - en\n        # next\n        - nl\n")),
    FilterRewrite(
        "block, first removed", ["fr"], [],
        file("    filters:\n      languages:\n        - en\n        - fr\n"),
        file("    filters:\n      languages:\n        - fr\n")),
    FilterRewrite(
        "block, added at the end", ["en", "fr"], [],
        file("    filters:\n      languages:\n        -   en # English\n"),
        file("    filters:\n      languages:\n        -   en # English\n        -   fr\n")),
    FilterRewrite(
        "block, added at the beginning", ["de", "en"], [],
        file("    filters:\n      languages:\n        - en\n"),
        file("    filters:\n      languages:\n        - de\n        - en\n")),
    FilterRewrite(
        "block, emptied", [], [],
        file(
            "    filters:\n      languages: # theirs\n        - en # English\n        # mine\n        - "
                + "fr\n"),
        file("    filters:\n      languages: [] # theirs\n        # mine\n")),
    FilterRewrite(
        "block, not indented", ["en", "de"], ["text"],
        file("    filters:\n      languages:\n      - en\n      content_types:\n      - video\n"),
        file("    filters:\n      languages:\n      - en\n      - de\n      content_types:\n      - text\n")),
    FilterRewrite(
        "block, one filter missing", ["en"], ["video"], file("    filters:\n      languages: [en] # E\n"),
        file("    filters:\n      languages: [en] # E\n      content_types: [video]\n")),
    FilterRewrite(
        "block, deeply indented", ["de"], ["video"],
        "group: g1\nproviders:\n        go1:\n                filters:\n                        "
            + "languages: [en]\n",
        "group: g1\nproviders:\n        go1:\n                filters:\n                        "
            + "languages: [de]\n"
            + "                        content_types: [video]\n"),
    // Quoted
    FilterRewrite(
        "double quotes", ["de", "en"], [], file("    filters: { \"languages\": [\"en\", \"fr\"] }\n"),
        file("    filters: { \"languages\": [\"de\", \"en\"] }\n")),
    FilterRewrite(
        "single quotes", ["en", "no"], [], file("    filters:\n      'languages':\n        - 'en'\n"),
        file("    filters:\n      'languages':\n        - 'en'\n        - 'no'\n")),
    FilterRewrite(
        "quotes of one item", ["en", "fr"], [], file("    filters: { languages: [\"en\", de] }\n"),
        file("    filters: { languages: [\"en\", fr] }\n")),
    FilterRewrite(
        "text that others would read as false", ["no", "en"], [], file("    filters: { languages: [en] }\n"),
        file("    filters: { languages: [\"no\", en] }\n")),
    // Anchors and aliases
    FilterRewrite(
        "anchor that nobody uses", ["de"], [], file("    filters: &f\n      languages: &l [en]\n"),
        file("    filters: &f\n      languages: &l [de]\n")),
    FilterRewrite(
        "anchored block list, emptied", [], [],
        file("    filters:\n      languages: &l # mine\n        - en\n"),
        file("    filters:\n      languages: &l [] # mine\n")),
    FilterRewrite(
        "alias in the place of a list", ["de"], ["video"],
        "group: g1\nx: &l [en]\nproviders:\n  go1:\n    filters: { languages: *l, content_types: [video] }\n",
        "group: g1\nx: &l [en]\nproviders:\n  go1:\n    filters: { languages: [de], content_types: "
            + "[video] }\n"
    ),
    FilterRewrite(
        "alias in the place of the filters", ["de"], [],
        "group: g1\nx: &f { languages: [en] }\nproviders:\n  go1:\n    filters: *f # shared\n",
        "group: g1\nx: &f { languages: [en] }\nproviders:\n  go1:\n    filters: { languages: [de] } # "
            + "shared\n"
    ),
    FilterRewrite(
        "merge key", ["de"], ["video"],
        "x: &f { languages: [en] }\nproviders:\n  go1:\n    filters:\n      <<: *f\n      "
            + "content_types: [video]\n",
        "x: &f { languages: [en] }\nproviders:\n  go1:\n    filters:\n      <<: *f\n      "
            + "content_types: [video]\n"
            + "      languages: [de]\n"),
    // Nothing there yet
    FilterRewrite(
        "no filters", ["en"], ["video"], file(""),
        file("    filters: { languages: [en], content_types: [video] }\n")),
    FilterRewrite(
        "no filters among block mappings", ["en"], [],
        file("    settings:\n      portal: https://a.example\n"),
        file("    settings:\n      portal: https://a.example\n    filters:\n      languages: [en]\n")),
    FilterRewrite("no filters, none wanted", [], [], file(""), file("")),
    FilterRewrite(
        "filters without a value", ["en"], ["video"], file("    filters: # none yet\n"),
        file("    filters: # none yet\n      languages: [en]\n      content_types: [video]\n")),
    FilterRewrite(
        "filters written null", ["en"], ["video"], file("    filters: null\n"),
        file("    filters: { languages: [en], content_types: [video] }\n")),
    FilterRewrite(
        "list without a value", ["en"], [], file("    filters:\n      languages: # all\n"),
        file("    filters:\n      languages: [en] # all\n")),
    FilterRewrite(
        "list written as a tilde", ["en"], [], file("    filters:\n      languages: ~ # all\n"),
        file("    filters:\n      languages: [en] # all\n")),
    FilterRewrite(
        "provider without a value", ["en"], [], "group: g1\nproviders:\n    go1: # later\n",
        "group: g1\nproviders:\n    go1: # later\n        filters: { languages: [en] }\n"),
    FilterRewrite(
        "provider as an empty mapping", ["en"], [], "group: g1\nproviders:\n  go1: {}\n",
        "group: g1\nproviders:\n  go1: { filters: { languages: [en] } }\n"),
    FilterRewrite(
        "provider in a flow mapping", ["en"], [], "providers: { go1: { tags: true } }\n",
        "providers: { go1: { tags: true, filters: { languages: [en] } } }\n"),
    FilterRewrite(
        "whole file in one flow mapping", ["en"], [],
        "{group: g1, providers: {go1: {filters: {languages: [fr]}}}}",
        "{group: g1, providers: {go1: {filters: {languages: [en]}}}}"),
    FilterRewrite(
        "text over lines before", ["en"], [],
        "providers:\n  go1:\n    note: |\n      a\n      b\n\n\n# end\n",
        "providers:\n  go1:\n    note: |\n      a\n      b\n    filters: { languages: [en] }\n\n\n# end\n"),
    // Bytes
    FilterRewrite(
        "CRLF, flow", ["de"], [], "group: g1\r\nproviders:\r\n  go1:\r\n    filters: { languages: [en] }\r\n",
        "group: g1\r\nproviders:\r\n  go1:\r\n    filters: { languages: [de] }\r\n"),
    FilterRewrite(
        "CRLF, block", ["en", "de"], ["video"],
        "providers:\r\n  go1:\r\n    filters:\r\n      languages:\r\n        - en\r\n    tags: true\r\n",
        "providers:\r\n  go1:\r\n    filters:\r\n      languages:\r\n        - en\r\n        - de\r\n"
            + "      content_types: [video]\r\n    tags: true\r\n"),
    FilterRewrite(
        "CRLF, removed", ["fr"], [],
        "providers:\r\n  go1:\r\n    filters:\r\n      languages:\r\n        - en\r\n        - fr",
        "providers:\r\n  go1:\r\n    filters:\r\n      languages:\r\n        - fr"),
    FilterRewrite(
        "byte order mark", ["de"], [], "\u{FEFF}providers: {go1: {filters: {languages: [en]}}}\n",
        "\u{FEFF}providers: {go1: {filters: {languages: [de]}}}\n"),
    FilterRewrite(
        "byte order mark and CRLF, inserted", ["de"], [],
        "\u{FEFF}providers:\r\n  go1:\r\n    tags: true\r\n",
        "\u{FEFF}providers:\r\n  go1:\r\n    tags: true\r\n    filters: { languages: [de] }\r\n"),
    FilterRewrite(
        "no line end at the end, inserted", ["de"], [], "providers:\n  go1:\n    tags: true",
        "providers:\n  go1:\n    tags: true\n    filters: { languages: [de] }"),
    FilterRewrite(
        "no line end at the end, last removed", ["en"], [],
        "providers:\n  go1:\n    filters:\n      languages:\n        - en\n        - fr",
        "providers:\n  go1:\n    filters:\n      languages:\n        - en"),
    FilterRewrite(
        "no line end at the end, emptied", [], [],
        "providers:\n  go1:\n    filters:\n      languages:\n        - en\n        - fr",
        "providers:\n  go1:\n    filters:\n      languages: []"),
    FilterRewrite(
        "tabs after values", ["de"], [],
        "providers:\t\n  go1:\t# t\n    filters:\t{ languages:\t[en]\t}\t# x\t\n",
        "providers:\t\n  go1:\t# t\n    filters:\t{ languages:\t[de]\t}\t# x\t\n"),
    FilterRewrite(
        "document marks", ["de"], [],
        "%YAML 1.1\n---\n# a\nproviders:\n  go1:\n    filters: {languages: [en]}\n...\n",
        "%YAML 1.1\n---\n# a\nproviders:\n  go1:\n    filters: {languages: [de]}\n...\n"),
    FilterRewrite(
        "characters of many bytes before", ["de"], [],
        "name: Akadémie 日本 😀 # é\nproviders:\n  go1: {note: 'é😀', filters: {languages: [en]}}\n",
        "name: Akadémie 日本 😀 # é\nproviders:\n  go1: {note: 'é😀', filters: {languages: [de]}}\n"),
    FilterRewrite(
        "nothing to change", ["EN", "fr"], ["video"],
        file("    filters: { languages: [ \"en\",fr ], content_types: [video,] }\n"),
        file("    filters: { languages: [ \"en\",fr ], content_types: [video,] }\n")),
]

/// A file before and after one value was set, or taken away for nil.
struct ValueRewrite: Sendable, CustomTestStringConvertible {
    let name: String
    let path: [String]
    let value: ConfigurationValue?
    let before: String
    let after: String
    var testDescription: String { name }

    init(_ name: String, _ path: String, _ value: ConfigurationValue?, _ before: String, _ after: String) {
        self.name = name
        self.path = path.split(separator: ".").map(String.init)
        self.value = value
        self.before = before
        self.after = after
    }
}

let valueRewrites: [ValueRewrite] = [
    ValueRewrite(
        "boolean", "go1.tags", .boolean(false), "go1: {tags: true} # x\n", "go1: {tags: false} # x\n"),
    ValueRewrite("plain text", "a", .text("c d"), "a: b # x\n", "a: c d # x\n"),
    ValueRewrite("plain text that needs quotes", "a", .text("c: d"), "a: b # x\n", "a: \"c: d\" # x\n"),
    ValueRewrite("text that looks like a time", "a", .text("07:40"), "a: b\n", "a: \"07:40\"\n"),
    ValueRewrite("text that looks like a number", "a", .text("0123e5"), "a: b\n", "a: \"0123e5\"\n"),
    ValueRewrite("single quotes", "a", .text("it's"), "a: 'b' # x\n", "a: 'it''s' # x\n"),
    ValueRewrite(
        "double quotes", "a", .text("\\\"\n\u{1}é"), "a: \"b\" # x\n",
        "a: \"\\\\\\\"\\n\\U00000001é\" "
            + "# x\n"),
    ValueRewrite("reference", "a", .text("${file:x/y}"), "a: b\n", "a: \"${file:x/y}\"\n"),
    ValueRewrite("number", "a", .integer(7), "a: '7' # x\n", "a: 7 # x\n"),
    ValueRewrite("text over lines", "a", .text("b"), "a: | # x\n  b\n  c\n\nd: e\n", "a: b\n\nd: e\n"),
    ValueRewrite("plain text over lines", "a", .text("b"), "a: c\n  d # x\ne: f\n", "a: b # x\ne: f\n"),
    ValueRewrite(
        "mapping to text", "a", .text("b"), "a: # x\n  c: d\n  # y\n  e: f\nd: e\n", "a: b # x\nd: e\n"),
    ValueRewrite("list to text", "a", .text("b"), "a:\n- c\n- d\nd: e\n", "a: b\nd: e\n"),
    ValueRewrite("list of texts that are no lines", "a", .list([.text("b")]), "a:\n- - c\n- d\n", "a: [b]\n"),
    ValueRewrite("new key", "b", .text("c"), "a: b\n# end\n", "a: b\nb: c\n# end\n"),
    ValueRewrite("new nested keys", "b.c", .text("d"), "a: b", "a: b\nb: { c: d }"),
    ValueRewrite("key gone", "a", nil, "a: b # x\nc: d\n", "c: d\n"),
    ValueRewrite("mapping gone", "a", nil, "x: y\na:\n  b: c\n\n  d: e\n# z\nf: g\n", "x: y\n# z\nf: g\n"),
    ValueRewrite("last key gone", "a.b", nil, "a:\n  b: c\nd: e\n", "a:\nd: e\n"),
    ValueRewrite("flow key gone", "a.b", nil, "a: {x: y, b: c, d: e}\n", "a: {x: y, d: e}\n"),
    ValueRewrite("last flow key gone", "a.b", nil, "a: {x: y, b: c }\n", "a: {x: y }\n"),
    ValueRewrite("only flow key gone", "a.b", nil, "a: { b: c } # x\n", "a: {} # x\n"),
    ValueRewrite("key that is not there, gone", "a.z", nil, "a: { b: c } # x\n", "a: { b: c } # x\n"),
    ValueRewrite("empty key", "a", .text(""), "a: b\n", "a: \"\"\n"),
    ValueRewrite("key in quotes", "a b.c", .boolean(true), "\"a b\" : # x\n", "\"a b\" : # x\n  c: true\n"),
]

/// Changes that are refused, with the whole message.
let refusals: [(before: String, path: [String], value: ConfigurationValue?, message: String)] = [
    (
        "a: &x [b]\nc: *x\n", ["a"], .list([.text("d")]),
        "f.yaml:1:4: a is shared: *x on line 2 stands for it too; write one of them out by hand"
    ),
    (
        "a: [&x b]\nc: *x\n", ["a"], nil,
        "f.yaml:1:4: a is shared: *x on line 2 stands for it too; write one of them out by hand"
    ),
    (
        "a: &x {b: c}\nd: *x\n", ["d", "b"], .text("e"),
        "f.yaml:2:4: d is an alias (*x) of a value that others share; write it out by hand"
    ),
    (
        "a: &x {b: c}\nd: *x\n", ["a", "b"], .text("e"),
        "f.yaml:1:1: a.b cannot be changed without changing more of the file; edit it by hand"
    ),
    ("a: b\na: c\n", ["a"], .text("d"), "f.yaml:2:1: \"a\" stands here twice; remove one"),
    ("a: [b]\n", ["a", "c"], .text("d"), "f.yaml:1:4: a is a list; a mapping was expected"),
    (
        "x: &x {b: c}\na:\n  <<: *x\n", ["a", "b"], nil,
        "f.yaml:3:3: b comes by a merge key (<<) and cannot be removed here"
    ),
    ("", ["a"], .text("b"), "f.yaml:1:1: the file is no mapping, so nothing can be set in it"),
    ("a: [\n", ["a"], .text("b"), "f.yaml:2:1: a value was expected"),
]
