import ConnectorKit
import Foundation
import Host
import Model
import Synchronization

/// What visitors entered on pages that did not write it yet.
///
/// It is kept in memory alone, since secrets may be among it, and by the visitor's token: signing in again loses
/// nothing, and a restart of the host loses all (rule R16).
final class Drafts: Sendable {
    /// How long a draft is kept that nobody works on (rule R16).
    static let lifetime: TimeInterval = 24 * 3_600

    private struct Place: Hashable {
        let token: Int64
        let page: String
    }

    private let state = Mutex<[Place: (fields: FormFields, used: Date)]>([:])

    /// What a token's holder entered on a page; empty if nothing is kept.
    func draft(of page: String, by token: APIToken, at now: Date) -> FormFields {
        state.withLock { drafts in
            drafts = drafts.filter { now < $1.used + Self.lifetime }
            return drafts[Place(token: token.id, page: page)]?.fields ?? FormFields()
        }
    }

    /// Keeps what was entered on a page; nil takes it away.
    func keep(_ fields: FormFields?, of page: String, by token: APIToken, at now: Date) {
        state.withLock { $0[Place(token: token.id, page: page)] = fields.map { ($0, now) } }
    }
}
