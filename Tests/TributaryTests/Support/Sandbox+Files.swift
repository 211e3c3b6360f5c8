import Foundation
import PostgresTesting
import StoreTesting
import TestSupport

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
        let file = folder.appending(path: path)
        try Data((text + storeLine(in: text, of: file)).utf8).write(to: file)
    }

    /// Where the store is, unless the text of a host's file says so itself.
    private func storeLine(in text: String, of file: URL) throws -> String {
        guard file.lastPathComponent == "tributary.yaml", !text.contains("store:") else { return "" }
        let named = text.firstMatch(of: /(?m)^data: *([^ #\n]+)/).map { String($0.output.1) }
        let data = URL(
            filePath: named ?? "data", directoryHint: .isDirectory,
            relativeTo: file.deletingLastPathComponent())
        return try (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + TestStores.line(of: data)
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: path))
    }

    /// Removes the store: the next command begins with an empty one.
    func removeStore() throws {
        data.remove()
        if exists("tributary.yaml") {
            let text = try read("tributary.yaml")
            try write(text.replacing(/(?m)^store: .*\n/, with: ""), to: "tributary.yaml")
        }
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    /// The names of what is in the folder.
    func entries() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }

    var data: URL { folder.appending(path: "data", directoryHint: .isDirectory) }

    /// The store, if it is a file.
    var store: URL { data.appending(path: "tributary.sqlite") }

    /// Has every process that ended without a word be gone for long: in a database its leases last for a while.
    func letTimePass() throws {
        guard TestStores.areDatabases else { return }
        try tables().run("UPDATE host SET beat = beat - interval '1 hour'")
    }

    /// What is in the store, for other hands.
    func tables() throws -> StoreTables { try StoreTables(in: data) }
}
