import ConnectorKit
import Foundation
import Synchronization

/// The platform's tags by name, read once, and kept up as tags are made.
///
/// Names are the same if they differ only in case and surrounding space (rule T4).
final class TagDirectory: Sendable {
    private let known = Mutex<[String: String]?>(nil)
    /// Names by id.
    private let shown = Mutex<[String: String]>([:])
    /// Tags are read and made by one at a time, so that each is once.
    private let gate = Pool([()])

    /// The ids of these names, made if there are none yet.
    func ids(_ names: [String], over api: PlatformAPI) async throws(PlatformProblem) -> [String] {
        let names = names.map(Self.plain).filter { !$0.isEmpty }
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

    /// The names of these ids, but for tags that were made since the tags were read.
    func names(of ids: [String], over api: PlatformAPI) async throws(PlatformProblem) -> [String] {
        if known.withLock({ $0 == nil }) { _ = try await self.ids([], over: api) }
        return shown.withLock { shown in ids.compactMap { shown[$0] } }
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
        let ids = Dictionary(tags.map { (Self.key($0.name), $0.id) }) { first, _ in first }
        known.withLock { $0 = ($0 ?? [:]).merging(ids) { first, _ in first } }
        shown.withLock { shown in
            for tag in tags { shown[tag.id] = tag.name }
        }
    }

    private func create(_ name: String, over api: PlatformAPI) async throws(PlatformProblem) -> String {
        do throws(PlatformProblem) {
            let made: PlatformTag = try await api.value(
                .post, "tags", body: PlatformJSON.bytes(NewTag(name: name)))
            known.withLock { $0?[Self.key(name)] = made.id }
            shown.withLock { $0[made.id] = name }
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

    private static func plain(_ name: String) -> String { SentText.filled(name) ?? "" }
    private static func key(_ name: String) -> String { plain(name).lowercased() }
}
