/// What became of one case.
public enum ConformanceResult: Sendable, Equatable {
    /// Kept, with what was tried.
    case passed(String)
    /// Not tried, with the reason.
    case skipped(String)
    /// Broken, with what was seen.
    case failed(String)
}

/// A provider that breaks a promise, for the test that reports it.
public struct ConformanceFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ provider: String, _ test: ConformanceCase, _ finding: String, request: String? = nil) {
        self.init(provider, test.id, test.guarantee, finding, request: request)
    }

    init(_ plugin: String, _ test: String, _ guarantee: String, _ finding: String, request: String? = nil) {
        description =
            "\(plugin) breaks \"\(test)\" (\(guarantee)): \(finding)"
            + (request.map { "\nThe request: \($0)" } ?? "")
    }
}
