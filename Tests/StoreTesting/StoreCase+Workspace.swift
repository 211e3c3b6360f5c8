import ConnectorKit
import Foundation
import Model
import Store

extension StoreCase {
    static let workspace: [StoreCase] = [
        StoreCase("Paths keep an order, and their courses too; archived ones are not added") { stage in
            let store = stage.store
            try await stage.list(["1", "2"].map { Stage.object($0, $0) })
            let ids = try await stage.courses().map(\.id)
            let one = try some(try await store.addPath(named: "one"))
            let two = try some(try await store.addPath(named: "two"))
            for id in ids { try check(try await store.place(id, inPath: one.id, at: nil), .placed) }
            try check(try await store.place(ids[1], inPath: one.id, at: 1), .placed)
            try check(try await store.courses(ofPath: one.id).map(\.id), ids.reversed())
            try check(try await store.changePath(two.id, name: "first", position: 1)?.position, 1)
            try check(try await store.paths().map(\.name), ["first", "one"])
            try check(try await store.paths(of: ids[0]).map(\.courses), [2])
            try await store.remove(ids[0], fromPath: one.id)
            try check(try await store.path(one.id)?.courses, 1)
            _ = try await store.setManualArchive(true, course: ids[0], group: "sales")
            try check(try await store.place(ids[0], inPath: two.id, at: nil), .archived(.manual))
            try check(try await store.place(0, inPath: two.id, at: nil), .absent)
            try await store.removePath(two.id)
            try check(try await store.paths().map(\.position), [1])
        },
        StoreCase("A group's catalog has its own courses and what is shared into it") { stage in
            let store = stage.store
            try await stage.list([Stage.object("1", "One")])
            let course = try some(try await stage.courses().first)
            func ids(_ collection: CourseCollection, _ group: String) async throws -> [Int64] {
                try await store.courses(in: collection, of: group, after: 0, limit: 9).map(\.id)
            }
            try check(try await ids(.catalog, "sales"), [course.id])
            try check(try await ids(.library, "sales"), [])
            for _ in 0..<2 {
                try check(try await store.place(course, in: .library, of: "support"), .placed)
            }
            try check(try await ids(.library, "support"), [course.id])
            try await store.remove(course.id, from: .library, of: "support")
            try check(try await ids(.library, "support"), [])
        },
        StoreCase("Tokens, the audit trail and kept answers are what was written") { stage in
            let store = stage.store
            func add(_ hash: UInt8) async throws -> StoredToken? {
                try await store.addToken(
                    name: "CI", role: "admin", groups: ["sales"], hash: [hash], at: Stage.start, expires: nil)
            }
            let token = try some(try await add(1))
            try check(try await add(2), nil)
            try check(try await store.token(hash: [1]), token)
            try await store.revokeToken(token.id, at: Stage.start)
            try check(try await store.tokens().map(\.revoked), [Stage.start])
            let kept = try await store.beginAudit(
                who: "me", what: "addTags", subject: "/x", before: nil, at: Stage.start)
            let dropped = try await store.beginAudit(
                who: "me", what: "y", subject: "/y", before: nil, at: Stage.start)
            try await store.finishAudit(kept, after: "{}")
            try await store.dropAudit(dropped)
            try check(try await store.audit(before: .max, limit: 9).map(\.isFinished), [true])
            for status in [200, 201] {
                let answer = KeptAnswer(fingerprint: "f", status: status, body: "b")
                try await store.keep(
                    answer, to: "k", of: "me", at: Stage.start, forgettingBefore: Stage.start)
                try check(try await store.answer(to: "k", of: "me", since: Stage.start), answer)
            }
            try check(try await store.answer(to: "k", of: "you", since: Stage.start), nil)
        },
    ]
}
