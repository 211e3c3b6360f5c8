import ConnectorKit
import Host
import Model
import Store

extension Operation {
    static let audit: [Operation] = [
        .list(
            "/audit", "listChanges", "The audit trail, newest first.", of: "Change", role: .admin
        ) { call, paging in
            let before = try paging.number(or: .max)
            let entries = try await call.host.store.audit(before: before, limit: paging.limit)
            return Page(
                items: try entries.map { entry in
                    Record([
                        ("id", .text(String(entry.id))), ("at", .time(entry.at)), ("who", .text(entry.who)),
                        ("what", .text(entry.what)), ("subject", .text(entry.subject)),
                        ("before", try entry.before.value), ("after", try entry.after.value),
                        ("finished", .boolean(entry.isFinished)),
                    ])
                },
                next: entries.count == paging.limit ? entries.last.map { String($0.id) } : nil)
        }
    ]
}

extension String? {
    /// Stored JSON as a value.
    fileprivate var value: JSONValue {
        get throws { try map { try JSONValue(Array($0.utf8)) } ?? .null }
    }
}
