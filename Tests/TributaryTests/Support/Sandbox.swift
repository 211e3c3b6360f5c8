import ConnectorKit
import Foundation
import Go1Simulator
import PostgresTesting
import Testing
import TestSupport

/// A folder with a configuration and a store of its own, a simulated portal, and the program to run.
///
/// Whatever the program prints or stores is searched for the portal's secret, in every test.
struct Sandbox: Sendable {
    let folder: URL
    let portal: Go1Portal
    /// Where the portal listens.
    let url: String

    /// With signs that forms, JSON and shells write differently.
    static let secret = "umbrella+Key/7=%Q&9"

    static let sales = "62be0535045424d93edaad7b"
    static let engineering = "62be0535045424d93edaad7c"

    /// Serves a portal while the body runs, then removes everything.
    static func with<Value: Sendable>(
        _ portal: Go1Portal, _ body: @escaping @Sendable (Sandbox) async throws -> Value
    ) async throws -> Value {
        let folder = URL.temporary("tributary-test")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "outputs"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "providers"), withIntermediateDirectories: true)
        defer { folder.remove() }
        return try await served(by: { try await portal.serve(ready: $0) }) { site in
            let sandbox = Sandbox(folder: folder, portal: portal, url: site.url)
            if TestStores.areDatabases { try sandbox.write("", to: "tributary.yaml") }
            let value = try await body(sandbox)
            sandbox.checkTraces()
            return value
        }
    }

    /// Serves a portal with this many items.
    static func with<Value: Sendable>(
        items: Int, _ change: (inout Go1Portal.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (Sandbox) async throws -> Value
    ) async throws -> Value {
        try await with(portal(items: items, change), body)
    }

    static func portal(
        items: Int, now: @escaping @Sendable () -> Date = { Date() },
        pause: (@Sendable (Duration) async throws -> Void)? = nil,
        _ change: (inout Go1Portal.Options) -> Void = { _ in }
    ) -> Go1Portal {
        var options = Go1Portal.Options()
        options.items = items
        options.secret = secret
        change(&options)
        guard let pause else { return Go1Portal(options, now: now) }
        return Go1Portal(options, now: now, pause: pause)
    }

    // MARK: - Running

    var environment: [String: String] {
        ["GO1_SECRET": Self.secret, "GO1_URL": url, "PATH": "/usr/bin:/bin", "TMPDIR": folder.path]
    }

    /// Starts the program in the folder.
    func start(_ arguments: [String], environment more: [String: String] = [:]) throws -> RunningProgram {
        let binary = try #require(
            Surroundings.binary, "no tributary beside the tests; build the package or set TRIBUTARY_BINARY")
        return try start(binary, arguments, environment: more)
    }

    /// Starts any program in the folder.
    func start(_ program: URL, _ arguments: [String], environment more: [String: String] = [:]) throws
        -> RunningProgram
    {
        try RunningProgram(
            program, arguments, environment: environment.merging(more) { $1 }, in: folder,
            outputs: folder.appending(path: "outputs"))
    }

    /// Runs the program to its end.
    @discardableResult
    func run(_ arguments: String..., environment more: [String: String] = [:]) async throws -> FinishedProgram
    {
        try await start(arguments, environment: more).finished()
    }

    // MARK: - Traces

    /// Looks for the secret in all that was printed and stored, as it is and as a form carries it, and for
    /// what a crash prints.
    private func checkTraces() {
        let forms = [Self.secret, "umbrella%2BKey%2F7%3D%25Q%269"].map { Data($0.utf8) }
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            for form in forms where bytes.range(of: form) != nil {
                Issue.record("\(file.lastPathComponent) holds the secret")
            }
            for sign in ["Fatal error", "Stack dump", "Program crashed"]
            where file.pathExtension == "err" && bytes.range(of: Data(sign.utf8)) != nil {
                Issue.record("the program crashed: \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }
}
