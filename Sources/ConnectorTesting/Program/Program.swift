public import Foundation

/// The built program, as the kill case runs it.
public enum Program {
    /// `TRIBUTARY_BINARY`, else the `tributary` beside the tests, where the build puts both; nil if there
    /// is none.
    public static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL? {
        if let named = environment["TRIBUTARY_BINARY"], !named.isEmpty { return URL(filePath: named) }
        var starts = Bundle.allBundles.map(\.bundleURL)
        if let executable = Bundle.main.executableURL { starts.append(executable) }
        if let program = CommandLine.arguments.first { starts.append(URL(filePath: program)) }
        return starts.lazy.map { $0.deletingLastPathComponent().appending(path: "tributary") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
