import ConnectorKit
import Foundation
package import ThreeSixtyLearningSimulator
import OpenAPITesting
import Testing

/// 360Learning's published descriptions ("360Learning API" in docs/rules.md). They are no part of the repository:
/// `TRIBUTARY_DESCRIPTIONS` names the folder that holds them.
package struct PublishedDescription {
    private static let folder = ProcessInfo.processInfo.environment["TRIBUTARY_DESCRIPTIONS"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }
    private static let names = ["360learning-core-api.json", "360learning-bulk-api.json"]
    private static let tokenName = "360learning-authentication-api.yml"

    package static let isFound = (names + [tokenName]).allSatisfy { name in
        folder.map { FileManager.default.fileExists(atPath: $0.appending(path: name).path) } ?? false
    }

    private let checkers: [SchemaChecker]

    package init() throws {
        func text(_ name: String) throws -> String {
            try String(contentsOf: try #require(Self.folder).appending(path: name), encoding: .utf8)
        }
        // The core description has the token endpoint too, but the other one says more of it.
        checkers =
            [SchemaChecker(try JSONValue(yaml: try text(Self.tokenName)))]
            + (try Self.names.map { SchemaChecker(try #require(JSONValue(json: try text($0)))) })
    }

    /// What is wrong with a request, and with its answer where there was a whole one.
    package func problems(_ request: LoggedRequest) throws -> [String] {
        let operation = try #require(
            checkers.lazy.compactMap { $0.operation(request.method, request.path) }.first,
            "\(request.method) \(request.path)")
        // What a next page is asked with is in the pagination guide, and in no parameter.
        let query = request.query.split(separator: "&").map { $0.prefix { $0 != "=" } }
            .compactMap { String($0).removingPercentEncoding }.filter { $0 != "next" }
        let asked =
            operation.problems(query: query)
            + operation.problems(body: JSONValue(json: String(decoding: request.body, as: UTF8.self)))
        guard let status = request.status else { return asked }
        let answer = JSONValue(json: String(decoding: request.answer, as: UTF8.self))
        return asked + operation.problems(status: status, answer: answer)
    }
}
