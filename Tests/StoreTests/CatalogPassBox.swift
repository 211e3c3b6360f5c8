import ConnectorKit
import Store
import StoreTesting
import Synchronization

/// Holds a pass, which cannot be copied, where a test wants to hand it around.
final class CatalogPassBox {
    private var pass: CatalogPass?
    private let store: Store

    init(_ pass: consuming CatalogPass, _ store: Store) {
        self.pass = consume pass
        self.store = store
    }

    struct Taken: Error {}

    func take() -> CatalogPass {
        guard let taken = pass.take() else { preconditionFailure("the pass was taken twice") }
        return taken
    }

    /// Commits one page.
    ///
    /// - Returns: how many of its items had to be mapped.
    @discardableResult
    func commit(
        _ items: [LearningObject], total: Int?, refused: [RefusedItem] = [], deleted: [String] = [],
        last: Bool,
        scope: CatalogPage.Scope = .whole, next: String = "next", memo: PageMemo? = nil,
        mark: String? = nil
    ) async throws -> Int {
        guard var pass = pass.take() else { throw Taken() }
        let raws = items.map(raw)
        var page = CatalogPage(
            items: raws, deleted: deleted, refused: refused,
            rows: items.count + refused.count + deleted.count,
            next: last ? nil : Checkpoint(next), total: total, isLast: last, scope: scope)
        page.memo = memo
        page.mark = mark.map { Checkpoint($0) }
        let known = try await pass.unknown(raws)
        let changed = Set(known.changed.map(\.id))
        let mapped = zip(raws, items).filter { changed.contains($0.0.id) }.map {
            MappedItem(raw: $0, object: $1)
        }
        let commit = pass.commit(page, known: known, mapped: mapped, refused: refused)
        try await PageCommit.write([commit], to: store.leased())
        self.pass = consume pass
        return mapped.count
    }

    /// Goes past the last page, which is what it was.
    ///
    /// - Returns: whether that was allowed.
    @discardableResult
    func pass(unchanged rows: Int, total: Int, next: Checkpoint? = nil) async throws -> Bool {
        guard var pass = pass.take() else { return false }
        let passed = pass.pass(unchanged: rows, next: next, total: total)
        if case .commit(let commit) = passed { try await PageCommit.write([commit], to: store.leased()) }
        self.pass = consume pass
        if case .mustBeRead = passed { return false }
        return true
    }

    var request: PageRequest? {
        guard let pass = pass.take() else { return nil }
        let request = pass.request
        self.pass = consume pass
        return request
    }

    var checkpoint: Checkpoint? { request?.checkpoint }
}
