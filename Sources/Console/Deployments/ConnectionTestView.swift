import ConnectorKit
import HTTPAPI
import Model

/// What a test of a connection came to, for a page.
enum ConnectionTestView {
    /// - Returns: null if nothing was tried.
    static func record(_ test: JSONValue?, _ words: Reader) -> JSONValue {
        guard let test, test != .null else { return .null }
        let problem = test["problem"].plain
        return test.with([
            ("isRight", .boolean(problem.isEmpty)),
            ("isRefused", .boolean(problem == "credentials")),
            ("sentence", .text(problem.isEmpty ? "" : words("connectionProblem.\(problem)"))),
            ("hasSample", .boolean(!test["sample"].elements.isEmpty)),
        ])
    }
}
