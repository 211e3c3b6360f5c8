import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Testing

@Suite("Rewriting a configuration file")
struct RewriteTests {
    private func rewritten(
        _ text: String, _ change: (inout ConfigurationEdit) throws -> Void
    ) throws -> String {
        let folder = try ConfigurationFolder()
        try folder.write(text, to: "f.yaml")
        let file = folder.url.appending(path: "f.yaml")
        var edit = try ConfigurationEdit(file: file, shownAs: "f.yaml")
        try change(&edit)
        try edit.write()
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    @Test("setting filters changes their bytes and no others", arguments: filterRewrites)
    func filters(_ rewrite: FilterRewrite) throws {
        let after = try rewritten(rewrite.before) { try $0.setFilters(rewrite.filters) }
        // By bytes: Swift takes CRLF and LF texts apart, but takes equal accents for equal.
        #expect(after == rewrite.after)
        #expect(Array(after.utf8) == Array(rewrite.after.utf8))
        let again = try rewritten(after) { try $0.setFilters(rewrite.filters) }
        #expect(again == after)
    }

    @Test("setting or removing a value changes its bytes and no others", arguments: valueRewrites)
    func values(_ rewrite: ValueRewrite) throws {
        let after = try rewritten(rewrite.before) { edit in
            if let value = rewrite.value {
                try edit.set(rewrite.path, to: value)
            } else {
                try edit.remove(rewrite.path)
            }
        }
        #expect(after == rewrite.after)
    }

    @Test("what cannot be changed alone is refused with the reason, and nothing is written")
    func refused() throws {
        for refusal in refusals {
            let folder = try ConfigurationFolder()
            try folder.write(refusal.before, to: "f.yaml")
            var edit = try ConfigurationEdit(file: folder.url.appending(path: "f.yaml"), shownAs: "f.yaml")
            do throws(EditRefusal) {
                if let value = refusal.value {
                    try edit.set(refusal.path, to: value)
                } else {
                    try edit.remove(refusal.path)
                }
                Issue.record("\(refusal.path) of \(refusal.before) was changed")
            } catch {
                #expect(error.message == refusal.message)
                #expect(!edit.isChanged)
            }
        }
    }

    @Test("filters that were set are the filters that are read")
    func roundTrip() throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup, to: "providers/sales.yaml")
        let group = try #require(try folder.load().group("g1"))
        var edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
        let filters = Filters(
            languages: ["no", "pt-BR"].compactMap(LanguageTag.init), contentTypes: ["video"])
        try edit.setFilters(filters)
        try edit.set(["providers", "go1", "tags"], to: .boolean(true))
        try edit.write()
        let deployment = try #require(try folder.load().group("g1")?.deployment(of: "go1"))
        #expect(deployment.filters == filters)
        #expect(deployment.tags)
    }

    @Test("a file that changed since it was read is left alone")
    func changedMeanwhile() throws {
        let folder = try ConfigurationFolder()
        try folder.write("a: b\n", to: "f.yaml")
        var edit = try ConfigurationEdit(file: folder.url.appending(path: "f.yaml"), shownAs: "f.yaml")
        try edit.set(["a"], to: .text("c"))
        try folder.write("a: d\n", to: "f.yaml")
        #expect(
            throws: EditRefusal.self,
            performing: { try edit.write() })
        do throws(EditRefusal) { try edit.write() } catch {
            #expect(
                error.message
                    == "f.yaml: the file changed since it was read; nothing was written, try again")
        }
        #expect(try String(contentsOf: edit.file, encoding: .utf8) == "a: d\n")
    }

    @Test("of changes that began from the same file one is written, and the others are refused")
    func atOnce() async throws {
        let folder = try ConfigurationFolder()
        try folder.write("a: b\n", to: "f.yaml")
        let file = folder.url.appending(path: "f.yaml")
        let edits = try (0..<16).map { number in
            var edit = try ConfigurationEdit(file: file, shownAs: "f.yaml")
            try edit.set(["a"], to: .text("c\(number)"))
            return edit
        }
        let written = await withTaskGroup(of: String?.self) { group in
            for edit in edits {
                group.addTask {
                    do throws(EditRefusal) { try edit.write() } catch { return nil }
                    return String(decoding: edit.bytes, as: UTF8.self)
                }
            }
            return await group.reduce(into: [String]()) { written, text in
                if let text { written.append(text) }
            }
        }
        #expect(written == [try String(contentsOf: file, encoding: .utf8)])
    }

    @Test("writing keeps the mode and symbolic links, and leaves no other file behind")
    func modeAndLinks() throws {
        let folder = try ConfigurationFolder()
        try folder.write("a: b\n", to: "providers/real.yaml")
        let real = folder.url.appending(path: "providers/real.yaml").path
        let link = folder.url.appending(path: "link.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
        try FileManager.default.createSymbolicLink(
            atPath: link.path, withDestinationPath: "providers/real.yaml")
        var edit = try ConfigurationEdit(file: link, shownAs: "link.yaml")
        try edit.set(["a"], to: .text("c"))
        try edit.write()
        let attributes = try FileManager.default.attributesOfItem(atPath: real)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try String(contentsOfFile: real, encoding: .utf8) == "a: c\n")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "providers/real.yaml")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == [
                "link.yaml", "providers",
            ])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "providers").path)
                == ["real.yaml"])
    }

    @Test("a file that cannot be read is refused with the reason")
    func unreadable() throws {
        let folder = try ConfigurationFolder()
        do throws(EditRefusal) {
            _ = try ConfigurationEdit(file: folder.url.appending(path: "no.yaml"), shownAs: "no.yaml")
            Issue.record("a missing file was read")
        } catch {
            #expect(error.message == "no.yaml: the file cannot be read: no such file")
        }
    }
}

extension ConfigurationEdit {
    mutating func setFilters(_ filters: Filters) throws(EditRefusal) {
        try setFilters(
            languages: filters.languages.map(\.text), contentTypes: filters.contentTypes, provider: "go1")
    }
}
