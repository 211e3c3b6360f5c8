import Foundation
import TestSupport

/// The files of the package that `script/new-provider` and `script/new-platform` read, in a folder of its own.
struct PackageCopy {
    private let folder: URL
    private let outputs: URL

    /// Runs a body with a copy, which is removed afterwards.
    static func with(_ body: (PackageCopy) async throws -> Void) async throws {
        let place = URL.temporary("scaffold")
        let copy = PackageCopy(
            folder: place.appending(path: "package"), outputs: place.appending(path: "outputs"))
        defer { place.remove() }
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            .standardizedFileURL
        for folder in ["script", "Sources", "Plugins"] {
            try FileManager.default.createDirectory(
                at: copy.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        try FileManager.default.createDirectory(at: copy.outputs, withIntermediateDirectories: true)
        for path in [
            "Package.swift", ".swift-format", "script/new-provider", "script/new-provider.d",
            "script/new-platform", "script/new-platform.d",
            "Sources/ConnectorKit", "Sources/tributary", "Plugins/Go1", "Plugins/OAIPMH",
            "Plugins/ThreeSixtyLearning",
        ] {
            try FileManager.default.copyItem(
                at: root.appending(path: path), to: copy.folder.appending(path: path))
        }
        try await body(copy)
    }

    func newProvider(_ arguments: [String]) async throws -> FinishedProgram {
        try await run("script/new-provider", arguments)
    }

    func newProvider(_ name: String) async throws -> FinishedProgram { try await newProvider([name]) }

    /// Runs a program of the copy or of the system in the copy's folder.
    func run(_ program: String, _ arguments: [String]) async throws -> FinishedProgram {
        try await RunningProgram(
            URL(filePath: "/usr/bin/env"), [program] + arguments,
            environment: ProcessInfo.processInfo.environment, in: folder, outputs: outputs
        ).finished()
    }

    func add(_ path: String, _ text: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func replace(_ path: String, _ text: String, with other: String) throws {
        let old = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        try add(path, old.replacing(text, with: other))
    }

    /// The text of every file, hidden ones included, by its path.
    func contents() throws -> [String: String] {
        var contents: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let file = folder.appending(path: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            contents[path] = try String(contentsOf: file, encoding: .utf8)
        }
        return contents
    }
}
