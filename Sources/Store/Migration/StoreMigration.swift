import Foundation
import Synchronization

/// Moves a store to another place, whole: every row with its number, and the search index made anew.
///
/// Nothing of the new store counts, nor is seen by anybody, before it was compared with the old one. Whatever cuts the
/// move off before, the old store is as it was.
package struct StoreMigration: Sendable {
    /// What a move says on its way.
    package enum Progress: Sendable, Equatable {
        case copied(table: String, rows: Int)
        case indexing
        case comparing
    }

    /// What was moved, and compared.
    package struct Report: Sendable, Equatable {
        package var tables = 0
        package var rows = 0
        package var courses = 0
        package var attempts = 0
        package var searches = 0
        /// What was found in the old store and is the same in the new one, a sentence for each.
        package var remarks: [String] = []
    }

    private let source: any StoreMover
    private let target: any StoreMover
    private let plainText: @Sendable (String) -> String

    /// - Parameter plainText: the words of a cleaned description, for the search index.
    package init(
        from source: StorePlace, to target: StorePlace, plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        self.source = try source.mover(plainText)
        self.target = try target.mover(plainText)
        self.plainText = plainText
        guard self.source.name != self.target.name else {
            throw .unusable("\(self.target.name): the store is there already")
        }
    }

    /// The new place, as messages name it.
    package var targetName: String { target.name }
    package var sourceName: String { source.name }

    /// Does what is left of the same move if that was cut off when the new store counted already.
    ///
    /// - Returns: whether anything was left.
    package func finishes() throws(StoreError) -> Bool {
        let moved: String?
        do { moved = try source.mark(.moved) } catch { throw source.explain(error) }
        do {
            guard let token = moved?.split(separator: "\n").first, try target.mark(.arriving) == String(token)
            else { return false }
            try target.remove(.arriving)
            return true
        } catch { throw target.explain(error) }
    }

    /// Moves the store, on which nobody else may be at work: who writes to it meanwhile waits.
    ///
    /// - Parameter arrived: called with the new store when it is as the old one: what it writes to it goes along.
    /// - Throws: ``StoreError``; both places are then as they were.
    package func run(
        _ progress: @escaping @Sendable (Progress) -> Void,
        arrived: (Store) async throws(StoreError) -> Void = { _ throws(StoreError) in }
    ) async throws(StoreError) -> Report {
        let isCancelled = Mutex(false)
        do {
            return try await withTaskCancellationHandler {
                try await move(progress, arrived) { isCancelled.withLock { $0 } }
            } onCancel: {
                isCancelled.withLock { $0 = true }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw target.explain(error)
        }
    }

    private func move(
        _ progress: @Sendable (Progress) -> Void, _ arrived: (Store) async throws(StoreError) -> Void,
        _ isCancelled: () -> Bool
    ) async throws -> Report {
        func goOn() throws {
            guard isCancelled() else { return }
            throw StoreError.busy("interrupted; nothing was moved")
        }
        let tables = try PortableTable.all()
        let old = try attempt(source) { try $0.hold() }
        try attempt(source) { _ in try old.run { try $0.db.checkThatItIsHere(old.path) } }
        let new = try attempt(target) { try $0.make(tables) }

        var report = Report()
        var sums: [TableSum] = []
        try old.run { from in
            try new.run { to in
                var sum = TableSum()
                try PortableCopy.run(tables, from: from, to: to) { table, row in
                    if let row {
                        sum.add(row, of: table)
                        if sum.rows % 1_000 == 0 { try goOn() }
                        return
                    }
                    if sum.rows > 0 { progress(.copied(table: table.name, rows: sum.rows)) }
                    report.rows += sum.rows
                    sums.append(sum)
                    sum = TableSum()
                    try goOn()
                }
                try to.prepare(tables)
            }
        }
        report.tables = tables.count

        progress(.indexing)
        let (oldStore, newStore) = (store(old), store(new))
        for store in [oldStore, newStore] { try await store.refreshSearch() }
        try goOn()
        progress(.comparing)
        try new.run { to in
            for (table, sum) in zip(tables, sums) where try TableSum(table, to.db) != sum {
                throw differs("the rows of \(table.name)")
            }
        }
        report.remarks = try new.run { to in
            try tables.flatMap { try orphans($0, to.db) }
        }
        let searches = try await StoreOutline.Searches(oldStore)
        let outline = try await StoreOutline(newStore, searches)
        if let question = try await StoreOutline(oldStore, searches).difference(from: outline) {
            throw differs(question)
        }
        (report.courses, report.attempts, report.searches) = (
            outline.courses, outline.attempts, searches.count
        )
        try await arrived(newStore)
        try goOn()

        let token = UUID().uuidString
        try attempt(target) { _ in
            try new.run { try $0.db.set(.arriving, token) }
            try new.commit()
        }
        try attempt(source) { _ in
            try old.run { try $0.db.set(.moved, "\(token)\n\(target.name)") }
            try old.commit()
        }
        try attempt(target) { try $0.remove(.arriving) }
        return report
    }

    private func attempt<Value>(_ mover: any StoreMover, _ body: (any StoreMover) throws -> Value)
        throws(StoreError) -> Value
    {
        do { return try body(mover) } catch { throw mover.explain(error) }
    }

    private func store(_ transaction: any OpenTransaction) -> Store {
        Store(
            directory: URL(filePath: "/"), engine: TransactionEngine(transaction: transaction), isCopy: true)
    }

    private func differs(_ what: String) -> StoreError {
        .damaged("\(target.name): \(what) are not what they were in \(source.name); nothing was moved")
    }

    /// What names a row that is not there: it did so before.
    private func orphans(_ table: PortableTable, _ db: Session) throws -> [String] {
        try table.references.compactMap { column, parent in
            let count = try db.value(
                Int.self,
                """
                SELECT count(*) FROM \(table.name) t WHERE t.\(column) <> 0
                    AND NOT EXISTS (SELECT 1 FROM \(parent) p WHERE p.id = t.\(column))
                """)
            guard let count, count > 0 else { return nil }
            return "\(table.name): \(count) rows name a \(parent) that is not there, as they did before"
        }
    }
}
