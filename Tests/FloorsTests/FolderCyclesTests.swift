import Foundation
import Testing

/// The folders of a large module depend on each other one way.
///
/// A folder depends on another if its code names a type that the other declares at the top level of a file. Names that
/// several folders declare do not count, nor do members of extensions; text in comments and quotes is no code. Files
/// beside the folders put a module together, so they may use every folder and be used by each.
@Suite struct FolderCyclesTests {
    /// From how many lines on a module is large.
    static let large = 2_000

    @Test("No two folders of a large module depend on each other, not even by way of others")
    func cycles() throws {
        let modules = try Dictionary(grouping: SourceTree().files(in: "Sources")) {
            $0.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        }.filter { $1.reduce(0) { $0 + $1.lines.count } > Self.large }
        #expect(modules.keys.contains("Store") && modules.keys.contains("HTTPAPI"))
        for (module, files) in modules {
            let uses = Self.uses(files)
            for folder in uses.keys.sorted() {
                guard let way = Self.way(from: folder, backTo: folder, uses) else { continue }
                Issue.record("\(module): \(way.joined(separator: " → "))")
            }
        }
    }

    @Test("A cycle is found, and neither a comment nor a name that two folders have makes one")
    func found() throws {
        let files = [
            ("Sources/M/A/One.swift", "struct One { let two: Two }\nstruct Same {}"),
            ("Sources/M/B/Two.swift", "struct Two { let three: Three }\nstruct Same {}"),
            ("Sources/M/C/Three.swift", "// One\nstruct Three { let name = \"One\" }\nlet same: Same? = nil"),
        ].map { SourceTree.File(path: $0, text: $1) }
        let uses = Self.uses(files)
        #expect(uses == ["A": ["B"], "B": ["C"]])
        #expect(Self.way(from: "A", backTo: "A", uses) == nil)
        let more = Self.uses(files + [SourceTree.File(path: "Sources/M/C/Four.swift", text: "let one: One")])
        #expect(Self.way(from: "A", backTo: "A", more) == ["A", "B", "C", "A"])
    }

    /// What each folder of a module uses.
    private static func uses(_ files: [SourceTree.File]) -> [String: Set<String>] {
        var homes: [String: Set<String>] = [:]
        var codes: [(folder: String, code: String)] = []
        for file in files {
            let parts = file.path.split(separator: "/")
            guard parts.count > 3 else { continue }
            let code = code(of: file.text)
            codes.append((String(parts[2]), code))
            for name in code.matches(of: declaration) {
                homes[String(name.1), default: []].insert(String(parts[2]))
            }
        }
        var uses: [String: Set<String>] = [:]
        for (folder, code) in codes {
            for word in Set(code.matches(of: /\b[A-Z]\w*/).map { String($0.0) }) {
                guard let home = homes[word], home.count == 1, !home.contains(folder) else { continue }
                uses[folder, default: []].formUnion(home)
            }
        }
        return uses
    }

    private static var declaration: Regex<(Substring, Substring)> {
        /(?m)^(?:[\w@()]+ )*?(?:struct|class|enum|protocol|actor|typealias) (\w+)/
    }

    /// A text without its imports, comments and quotes.
    private static func code(of text: String) -> String {
        text.replacing(/"""[\s\S]*?"""/, with: "").replacing(/\/\/.*/, with: "")
            .replacing(/"(?:\\.|[^"\\\n])*"/, with: "").replacing(/(?m)^[@\w ]*\bimport .*/, with: "")
    }

    private static func way(
        from folder: String, backTo end: String, _ uses: [String: Set<String>]
    ) -> [String]? {
        var ways = [[folder]]
        var seen: Set<String> = []
        while let way = ways.first, let last = way.last {
            ways.removeFirst()
            for next in (uses[last] ?? []).sorted() {
                if next == end { return way + [next] }
                if seen.insert(next).inserted { ways.append(way + [next]) }
            }
        }
        return nil
    }
}
