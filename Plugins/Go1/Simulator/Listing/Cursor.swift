import SimulatorSupport
import Foundation
import ConnectorKit

/// A position in a scroll.
struct Cursor: Sendable {
    let listing: Listing
    /// The number of items before this page.
    let position: Int
    /// The filters of the first request. Later requests may omit them but not change them.
    let limit: Int
    let fragments: [String]
    /// The next page's cursor, once this page was written. A repeated request gets the same one.
    var next: String?
    var issued: Date
}

/// The cursors of scrolls. Each can be used once within its lifetime.
struct Cursors: Sendable {
    /// "valid for 5 minutes", from the published description of `use_scroll`. Nothing is documented for v2;
    /// the same value is our decision.
    static let lifetime: TimeInterval = 300

    private enum Entry: Sendable {
        case open(Cursor)
        /// Used by a request; open again if its page does not arrive.
        case taken(Cursor)
    }
    private var entries: [String: Entry] = [:]
    private var issuedCount = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Issues a cursor for a scroll.
    mutating func issue(_ cursor: Cursor) -> String {
        issuedCount += 1
        var draw = SeededRandom(seed: seed, issuedCount, stream: 3)
        let id = "scr_" + String(draw.next(), radix: 36) + String(draw.next(), radix: 36)
        entries[id] = .open(cursor)
        return id
    }

    /// Returns the cursor with this id and marks it as used.
    ///
    /// - Throws: ``Refusal`` 400 for an id that is unknown, belongs to the other generation or was already
    ///   used, 404 for an expired one.
    mutating func use(_ id: String, _ generation: Generation, now: Date) throws(Refusal) -> Cursor {
        switch entries[id] {
        case .open(let cursor)? where cursor.listing.generation == generation:
            guard now.timeIntervalSince(cursor.issued) <= Self.lifetime else {
                throw .notFound("the scroll id has expired: it is valid for 5 minutes")
            }
            entries[id] = .taken(cursor)
            return cursor
        case .taken?:
            throw .invalid("the scroll id was used before: each is used once, in order")
        default:
            throw .invalid("the scroll id is not known")
        }
    }

    /// Makes a cursor usable again whose page did not arrive completely.
    mutating func reopen(_ id: String) {
        if case .taken(let cursor)? = entries[id] { entries[id] = .open(cursor) }
    }

    /// Returns the cursor after a page. A repeated request gets the same one.
    mutating func next(after id: String?, _ cursor: Cursor) -> String {
        guard let id, case .taken(var current)? = entries[id] else { return issue(cursor) }
        if let known = current.next {
            entries[known] = .open(cursor)
            return known
        }
        let next = issue(cursor)
        current.next = next
        entries[id] = .taken(current)
        return next
    }

    /// Returns the number of a cursor's page, from 1.
    func page(_ id: String) -> Int? {
        switch entries[id] {
        case .open(let cursor)?, .taken(let cursor)?: cursor.position / max(1, cursor.limit) + 1
        case nil: nil
        }
    }
}
