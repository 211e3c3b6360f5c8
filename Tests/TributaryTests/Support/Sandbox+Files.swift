import Foundation

/// The configuration of a sandbox.
extension Sandbox {
    /// One group's file, as an administrator would write it.
    struct Group {
        var id = Sandbox.sales
        var name = "Sales Academy"
        var file = "sales.yaml"
        var settings: [String: String] = [:]
        var languages: [String] = []
        var types: [String] = []
        var enabled = true
        var echo = false

        static var engineering: Group {
            Group(id: Sandbox.engineering, name: "Engineering", file: "engineering.yaml")
        }

        var text: String {
            var known = [
                "portal": "https://sandbox.mygo1.com", "client_id": "go1-sandbox", "secret": "${GO1_SECRET}",
                "auth_url": "${GO1_URL}", "api_url": "${GO1_URL}",
            ]
            known.merge(settings) { $1 }
            let lines = known.sorted { $0.key < $1.key }.map { "      \($0.key): \($0.value)" }
            return """
                group: \(id)    # \(name)
                name: \(name)
                providers:
                  go1:
                    enabled: \(enabled)\(echo ? "\n    echo: true" : "")
                    settings:
                \(lines.joined(separator: "\n"))
                    filters:
                      languages: [\(languages.joined(separator: ", "))]
                      content_types: [\(types.joined(separator: ", "))]

                """
        }
    }

    func write(_ groups: Group...) throws {
        for group in groups { try write(group.text, to: "providers/\(group.file)") }
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: path))
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: path))
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    /// The names of what is in the folder.
    func entries() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }

    var store: URL { folder.appending(path: "data/tributary.sqlite") }
}
