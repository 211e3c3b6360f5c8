import ConfigurationFiles
import Foundation
import Testing

/// A file with mistakes, and all that is said of it.
struct Mistake: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let lines: [String]
    var environment: [String: String] = [:]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ lines: [String], environment: [String: String] = [:]) {
        self.name = name
        self.text = text
        self.lines = lines
        self.environment = environment
    }
}

@Suite("Configuration mistakes")
struct MistakeTests {
    @Test("every mistake in a group's file is told in whole", arguments: groupMistakes)
    func group(_ mistake: Mistake) throws {
        let folder = try ConfigurationFolder()
        try folder.write(mistake.text, to: "providers/sales.yaml")
        #expect(
            folder.mistakes(mistake.environment).map(\.description)
                == mistake.lines.map { "providers/sales.yaml:\($0)" })
    }

    @Test("every mistake in tributary.yaml is told in whole", arguments: hostMistakes)
    func host(_ mistake: Mistake) throws {
        let folder = try ConfigurationFolder()
        try folder.write(mistake.text, to: "tributary.yaml")
        #expect(
            folder.mistakes(mistake.environment).map(\.description)
                == mistake.lines.map { "tributary.yaml:\($0)" })
    }

    @Test("a file that is no YAML is told by its first mistake, in words", arguments: syntaxMistakes)
    func syntax(_ mistake: Mistake) throws {
        let folder = try ConfigurationFolder()
        try folder.write(mistake.text, to: "providers/sales.yaml")
        let found = folder.mistakes(mistake.environment)
        #expect(found.map(\.description) == mistake.lines.map { "providers/sales.yaml:\($0)" })
        #expect(found.allSatisfy { $0.code == .syntax && $0.excerpt == nil })
    }

    @Test("all mistakes of all files are told at once, in the order of file, line and column")
    func allAtOnce() throws {
        let folder = try ConfigurationFolder()
        try folder.write("environment: prod\ntimezone: Europe/Pari\n", to: "tributary.yaml")
        try folder.write("group: g1\nnmae: x\nadmin: nobody\n", to: "providers/b.yaml")
        try folder.write("group: [\n", to: "providers/a.yaml")
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/a.yaml:2:1: a value was expected",
                "providers/b.yaml:2:1: unknown key \"nmae\"; did you mean \"name\"?",
                "providers/b.yaml:3:8: admin is \"nobody\"; an e-mail address was expected",
                "tributary.yaml:1:14: environment is \"prod\"; did you mean \"production\"?",
                "tributary.yaml:2:11: timezone is \"Europe/Pari\"; did you mean \"Europe/Paris\"?",
            ])
    }

    @Test("a group id used twice is told at the second place, naming the first")
    func groupTwice() throws {
        let folder = try ConfigurationFolder()
        try folder.write("group: g1\n", to: "providers/a.yaml")
        try folder.write("name: B\ngroup: \"g1\"\n", to: "providers/b.yml")
        try folder.write("group: g1\n", to: "providers/c.yaml")
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/b.yml:2:8: group id \"g1\" is already used at providers/a.yaml:1:8",
                "providers/c.yaml:1:8: group id \"g1\" is already used at providers/a.yaml:1:8",
            ])
    }

    @Test("a host file that was asked for and is missing is a mistake")
    func missingHostFile() throws {
        let folder = try ConfigurationFolder()
        #expect(
            folder.mistakes(explicit: true).map(\.description) == [
                "tributary.yaml:1:1: the file cannot be read: no such file"
            ])
        #expect(folder.mistakes(explicit: false) == [])
    }

    @Test("a file that is a directory, or is in a directory's place, is told")
    func wrongKind() throws {
        let folder = try ConfigurationFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "providers/x.yaml"), withIntermediateDirectories: true)
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/x.yaml:1:1: the file cannot be read: it is a directory"
            ])
        try folder.write("providers: ./tributary.yaml\n", to: "tributary.yaml")
        #expect(
            folder.mistakes().map(\.description) == [
                "tributary.yaml:1:1: the file cannot be read: it is no directory"
            ])
    }

    @Test("with 360Learning a group needs its administrator and an id of 24 hexadecimal digits")
    func threeSixtyLearning() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            """
            lms:
              360learning:
                url: https://app.360learning.com
                client_id: id
                client_secret: hush

            """, to: "tributary.yaml")
        try folder.write("group: g1\n", to: "providers/a.yaml")
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/a.yaml:1:1: admin is missing; the e-mail address of a 360Learning administrator "
                    + "was expected",
                "providers/a.yaml:1:8: group is \"g1\"; a 360Learning group id of 24 hexadecimal digits "
                    + "was expected",
            ])
        try folder.write(
            "group: 62be0535045424d93edaad7b\nadmin: admin@acme.example\n", to: "providers/a.yaml")
        #expect(folder.mistakes() == [])
    }

    @Test("a mistake is one value: code, offending text, valid values and suggestion")
    func value() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            goodGroup + "    filters: { content_types: [course, vidoe] }\n", to: "providers/sales.yaml")
        #expect(
            folder.mistakes() == [
                Diagnostic(
                    file: "providers/sales.yaml", line: 8, column: 40, code: .invalidValue,
                    message: "unknown content type \"vidoe\" for go1; did you mean \"video\"?",
                    offending: "vidoe",
                    validValues: ["course", "document", "interactive", "text", "video", "link", "audio"],
                    suggestion: "video",
                    excerpt: .init(
                        text: "    filters: { content_types: [course, vidoe] }", marked: 39..<44),
                    key: "content_types")
            ])
    }
}
