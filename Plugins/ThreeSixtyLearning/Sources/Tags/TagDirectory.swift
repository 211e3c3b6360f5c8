import ConnectorKit
import Foundation
import Synchronization

/// The platform's tags by name, read once, and kept up as tags are made.
///
/// Names are the same if they differ only in case and surrounding space (rule T4).
final class TagDirectory: Sendable {
    private let known = Mutex<[String: String]?>(nil)
    /// Tags are read and made by one at a time, so that each is once.
    private let gate = Pool([()])

    /// The ids of these names, made if there are none yet.
    func ids(_ names: [String], over api: PlatformAPI) async throws(PlatformProblem) -> [String] {
        let names = names.map(Self.shown).filter { !$0.isEmpty }
        let found = names.map { self[$0] }
        guard found.contains(nil) || known.withLock({ $0 == nil }) else {
            return found.compactMap(\.self).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        guard await gate.take() != nil else {
            throw .failed(.fatal("cancelled while waiting for 360Learning's tags"))
        }
        defer { gate.give(()) }
        return try await made(names, over: api)
    }

    private func made(_ names: [String], over api: PlatformAPI) async throws(PlatformProblem) -> [String] {
        if known.withLock({ $0 == nil }) { try await read(api) }
        var ids: [String] = []
        for name in names {
            let id: String
            if let found = self[name] {
                id = found
            } else {
                id = try await create(name, over: api)
            }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// Those of the names that belong to these ids.
    func names(of ids: [String], among names: [String]) -> [String] {
        names.filter { name in self[name].map(ids.contains) ?? false }
    }

    private struct PlatformTag: Codable {
        let id: String
        let name: String

        enum CodingKeys: String, CodingKey { case id = "_id", name }
    }

    private struct NewTag: Encodable {
        let name: String
        let isMain = false
    }

    private subscript(_ name: String) -> String? { known.withLock { $0?[Self.key(name)] } }

    private func read(_ api: PlatformAPI) async throws(PlatformProblem) {
        let tags: [PlatformTag] = try await api.list("tags")
        known.withLock { known in
            for tag in tags {
                known = (known ?? [:]).merging([Self.key(tag.name): tag.id]) { first, _ in first }
            }
            known = known ?? [:]
        }
    }

    private func create(_ name: String, over api: PlatformAPI) async throws(PlatformProblem) -> String {
        do throws(PlatformProblem) {
            let made: PlatformTag = try await api.value(
                .post, "tags", body: PlatformJSON.bytes(NewTag(name: name)))
            known.withLock { $0?[Self.key(name)] = made.id }
            return made.id
        } catch {
            // Somebody made it since the tags were read, or the answer to our own request was lost.
            switch error {
            case .failed(.transient): break
            case .refused where error.code == "tagNameNotAvailable": break
            default: throw error
            }
            try await read(api)
            guard let id = self[name] else { throw error }
            return id
        }
    }

    private static func shown(_ name: String) -> String { name.trimmingCharacters(in: .whitespaces) }
    private static func key(_ name: String) -> String { shown(name).lowercased() }
}
