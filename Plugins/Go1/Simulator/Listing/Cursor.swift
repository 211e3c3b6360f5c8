import Foundation
import ConnectorKit

/// Where a scroll stands.
struct Cursor: Sendable {
    let listing: Listing
    /// How many items came before.
    let position: Int
    /// Of the listing's first request: later ones may leave them out, and may not change them.
    let limit: Int
    let fragments: [String]
    /// The cursor of the page after this one, once a page was written: asked for again, a page has the same.
    var next: String?
    var issued: Date
}

/// The cursors of scrolls: each is used once, and within its lifetime.
struct Cursors: Sendable {
    /// "valid for 5 minutes", the published description of `use_scroll`; for v2 nothing is said, so that the
    /// same holds there is our decision.
    static let lifetime: TimeInterval = 300

    private enum Entry: Sendable {
        case open(Cursor)
        /// Taken by a request, and open again if its page does not arrive.
        case taken(Cursor)
    }
    private var entries: [String: Entry] = [:]
    private var issuedCount = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// A new cursor for a scroll.
    mutating func issue(_ cursor: Cursor) -> String {
        issuedCount += 1
        var draw = SeededRandom(seed: seed, issuedCount, stream: 3)
        let id = "scr_" + String(draw.next(), radix: 36) + String(draw.next(), radix: 36)
        entries[id] = .open(cursor)
        return id
    }

    /// The cursor of this id, which is then used.
    ///
    /// - Throws: ``Refusal`` 400 for an id that was never issued, is of the other generation or was used
    ///   before, 404 for one that expired.
    mutating func take(_ id: String, _ generation: Generation, now: Date) throws(Refusal) -> Cursor {
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

    /// Opens a cursor again whose page did not arrive whole.
    mutating func putBack(_ id: String) {
        if case .taken(let cursor)? = entries[id] { entries[id] = .open(cursor) }
    }

    /// The cursor after a page, which a repeated request gets again.
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

    /// The number of the page that a cursor leads to, counted from 1.
    func page(_ id: String) -> Int? {
        switch entries[id] {
        case .open(let cursor)?, .taken(let cursor)?: cursor.position / max(1, cursor.limit) + 1
        case nil: nil
        }
    }
}
