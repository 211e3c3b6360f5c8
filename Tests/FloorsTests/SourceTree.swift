import Foundation

/// The project's own Swift files, as the tests of its structure read them.
struct SourceTree {
    struct File {
        /// Relative to the package, such as `Sources/Host/Records/Record.swift`.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The modules it imports.
        var imports: Set<String> {
            Set(
                lines.compactMap { line in
                    let words = line.split(separator: " ")
                    guard let at = words.firstIndex(of: "import"), at <= 2, words.count > at + 1,
                        words[..<at].allSatisfy({
                            ["public", "internal", "package", "private", "@testable"].contains($0)
                        })
                    else { return nil }
                    let name =
                        words[at + 1] == "struct" || words[at + 1] == "func" ? words.last : words[at + 1]
                    return name.map { String($0.split(separator: ".")[0]) }
                })
        }
    }

    let root: URL
    let files: [File]

    init() throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var files: [File] = []
        for folder in ["Sources", "Plugins"] {
            let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            for case let name as String in names ?? .init() where name.hasSuffix(".swift") {
                let path = "\(folder)/\(name)"
                files.append(
                    File(
                        path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
                )
            }
        }
        self.files = files
    }

    /// The files below `folder`.
    func files(in folder: String) -> [File] { files.filter { $0.path.hasPrefix(folder + "/") } }

    /// All files below `folder`, whatever their kind; none where there is no such folder.
    func documents(in folder: String) throws -> [File] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        var found: [File] = []
        for case let name as String in names ?? .init() {
            let url = root.appending(path: folder).appending(path: name)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            found.append(
                File(
                    path: "\(folder)/\(name)",
                    text: String(decoding: try Data(contentsOf: url), as: UTF8.self)))
        }
        return found
    }

    /// The folders of the providers and platforms.
    var plugins: [String] {
        Set(files(in: "Plugins").map { $0.path.split(separator: "/")[1] }).map(String.init)
            .filter { $0 != "RegisterPlugins" }.sorted()
    }
}
