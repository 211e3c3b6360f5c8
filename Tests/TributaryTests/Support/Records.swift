import ConnectorKit
import Foundation
import Testing
import TestSupport

/// A course record, as far as tests look into it.
struct CourseRecord: Decodable, Equatable, Sendable {
    let id: String
    let externalId: String
    let name: String
    let lang: String?
    let providerType: String
    let archived: Bool
    let archivedBecause: [String]?
    let retiresAt: String?
}

/// A run record.
struct RunRecord: Decodable, Equatable, Sendable {
    /// Nil for a dry run, of which nothing is kept.
    let id: String?
    let kind: String
    let groups: [String]
    let outcome: String?
    let error: String?
    let seen: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let archived: Int
    let unarchived: Int
    let skipped: Int
    let requests: Int
}

struct PreviewRecord: Decodable, Equatable, Sendable {
    let archived: Int
    let unarchived: Int
}

struct LikelyOverlapRecord: Decodable, Equatable, Sendable {
    let group: String
    let name: String
    let lang: String
    let providers: [String]
    let externalIds: [String]
    let ids: [String]
}

struct OverlapRecord: Decodable, Equatable, Sendable {
    let groups: [String]
    let count: Int
    let externalIds: [String]
    let filters: [String]
}

extension FinishedProgram {
    /// The records of NDJSON output.
    func records<Value: Decodable>(_: Value.Type = Value.self) throws -> [Value] {
        try output.split(separator: "\n").map { try JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
    }

    /// The same, with every member.
    func records(_: [String: JSONValue].Type) throws -> [[String: JSONValue]] {
        try output.split(separator: "\n").map { try #require(JSONValue(json: String($0))?.members) }
    }

    /// The records of a list in JSON.
    var list: [[String: JSONValue]]? { JSONValue(json: output)?.list?.compactMap(\.members) }
}

extension Sandbox {
    /// Syncs the catalog of every connection, in the order of the configuration.
    ///
    /// - Parameter status: the exit status it has to end with.
    @discardableResult
    func sync(
        _ more: String..., status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [RunRecord] {
        let done = try await start(["sync", "catalog", "--format", "ndjson"] + more).finished()
        #expect(done.status == status, "\(done.errors)", sourceLocation: sourceLocation)
        return try done.records()
    }

    /// Every course of a group, archived ones included.
    func courses(of group: String = Sandbox.sales) async throws -> [CourseRecord] {
        try await run("courses", "--group", group, "--archived", "any", "--format", "ndjson").records()
    }

    /// The same, whole, without what may differ between two stores of the same content.
    func contents(of group: String = Sandbox.sales, without left: Set<String> = ["id"]) async throws
        -> [[String: JSONValue]]
    {
        let done = try await run("courses", "--group", group, "--archived", "any", "--format", "ndjson")
        return try done.records([String: JSONValue].self).map { record in
            record.filter { !left.contains($0.key) }
        }
    }

    /// Every attempt's record without its id, which may differ between two stores of the same attempts; in an
    /// order of its own.
    func attempts(sourceLocation: SourceLocation = #_sourceLocation) async throws -> [String] {
        let done = try await run("attempts", "--format", "ndjson")
        #expect(done.status == 0, "\(done.errors)", sourceLocation: sourceLocation)
        return done.output.split(separator: "\n").map { String($0.drop { $0 != "," }) }.sorted()
    }

    /// All runs, the oldest first.
    func runs() async throws -> [RunRecord] {
        try await run("runs", "--format", "ndjson").records().reversed()
    }
}
