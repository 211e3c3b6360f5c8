import Foundation

/// The program under test, and whether the long tests are wanted.
enum Surroundings {
    private static let environment = ProcessInfo.processInfo.environment

    /// `TRIBUTARY_BINARY`, else the `tributary` beside the test bundle: where the build put both.
    static let binary: URL? = {
        if let named = environment["TRIBUTARY_BINARY"], !named.isEmpty { return URL(filePath: named) }
        var starts = Bundle.allBundles.map(\.bundleURL)
        if let executable = Bundle.main.executableURL { starts.append(executable) }
        if let program = CommandLine.arguments.first { starts.append(URL(filePath: program)) }
        for start in starts {
            let program = start.deletingLastPathComponent().appending(path: "tributary")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        }
        return nil
    }()

    /// Set by `script/test --slow`.
    static let runsSlowTests = !(environment["TRIBUTARY_SLOW_TESTS"] ?? "").isEmpty
}
