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
            try check(try await store.paths(of: ids[0]), [one.id])
            try await store.remove(ids[0], fromPath: one.id)
            try check(try await store.path(one.id)?.courses, 1)
            _ = try await store.setManualArchive(true, course: ids[0], group: "sales")
            try check(try await store.place(ids[0], inPath: two.id, at: nil), .archived(.manual))
            try check(try await store.place(0, inPath: two.id, at: nil), .absent)
            try await store.removePath(two.id)
            try check(try await store.paths().map(\.position), [1])
        },
        StoreCase("Groups see the paths that have a course of theirs, and count those alone") { stage in
            let store = stage.store
            try await stage.list(["1", "2"].map { Stage.object($0, $0) })
            let (sales, support) = (
                try await stage.courses(), try await stage.courses { $0.group = "support" }
            )
            for (name, courses) in [("theirs", sales), ("empty", []), ("shared", sales + support)] {
                let path = try some(try await store.addPath(named: name))
                for course in courses { _ = try await store.place(course.id, inPath: path.id, at: nil) }
            }
            _ = try await store.setManualArchive(true, course: support[0].id, group: "support")
            let seen = try await store.paths(groups: ["support"])
            try check(seen.map(\.name), ["shared"])
            try check(seen.map { [$0.position, $0.courses, $0.archived] }, [[1, 2, 1]])
            try check(try await store.path(seen[0].id, groups: ["support"]), seen[0])
            let hidden = try some(try await store.paths().first)
            try check(try await store.path(hidden.id, groups: ["support"]), nil)
            try check(try await store.paths(groups: ["sales", "support"]).map(\.courses), [2, 4])
            try check(try await store.paths(groups: ["none"]), [])
        },
        StoreCase("A course takes the place of another one in every path, once in each") { stage in
            let store = stage.store
            try await stage.list(["1", "2", "3"].map { Stage.object($0, $0) })
            let ids = try await stage.courses().map(\.id)
            let (one, both) = (
                try some(try await store.addPath(named: "one")),
                try some(try await store.addPath(named: "both"))
            )
            for id in [ids[1], ids[0]] { _ = try await store.place(id, inPath: one.id, at: nil) }
            for id in ids { _ = try await store.place(id, inPath: both.id, at: nil) }
            let done = try await store.replaceInPaths(ids[0], by: ids[2])
            try check(done.placement, .placed)
            try check(done.paths.map(\.name), ["one", "both"])
            try check(try await store.courses(ofPath: one.id).map(\.id), [ids[1], ids[2]])
            try check(try await store.courses(ofPath: both.id).map(\.id), [ids[1], ids[2]])
            _ = try await store.setManualArchive(true, course: ids[0], group: "sales")
            try check(try await store.replaceInPaths(ids[1], by: ids[0]).placement, .archived(.manual))
            try check(try await store.replaceInPaths(ids[1], by: 0).placement, .absent)
            try check(try await store.courses(ofPath: one.id).map(\.id), [ids[1], ids[2]])
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
            try check(try await store.place(course, in: .catalog, of: "support"), .placed)
            let shared = try await store.courses(
                in: .catalog, of: "support", placedOnly: true, after: 0, limit: 9)
            try check(shared.map(\.id), [course.id])
            try check(try await ids(.catalog, "support").count, 2)
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
            let later = try await store.beginAudit(
                who: "me", what: "removeTag", subject: "/x", before: "{}", at: Stage.start)
            try check(try await store.lastChange(of: "/x")?.id, later)
            try check(try await store.lastChange(of: "/y"), nil)
        },
        StoreCase("A token's name is free once its holder is revoked or expired, and never held twice") {
            stage in
            let store = stage.store
            func add(_ hash: UInt8, after seconds: Double = 0, for lifetime: Double? = nil) async throws
                -> Int64?
            {
                let time = Stage.start + seconds
                return try await store.addToken(
                    name: "CI", role: "admin", groups: [], hash: [hash], at: time,
                    expires: lifetime.map { time + $0 })?.id
            }
            let first = try some(try await add(1, for: 60))
            try check(try await add(2, after: 59), nil)
            let second = try some(try await add(3, after: 60))
            try check(try await add(4, after: 61), nil)
            try await store.revokeToken(first, at: Stage.start + 62)
            try check(try await add(5, after: 62), nil)
            try await store.revokeToken(second, at: Stage.start + 63)
            try check(try await add(6, after: 63) != nil, true)
            let made = try await atOnce(8) {
                try await store.addToken(
                    name: "twin", role: "viewer", groups: [], hash: [UInt8(100 + $0)], at: Stage.start,
                    expires: nil)
            }
            try check(made.compactMap(\.self).count, 1)
        },
        StoreCase("A link opens once, before it expires, and the token has another hash then") { stage in
            let store = stage.store
            let token = try some(
                try await store.addToken(
                    name: "new", role: "admin", groups: [], hash: [1], at: Stage.start, expires: nil))
            for hash: UInt8 in [7, 8] {
                try await store.addLink(to: token.id, hash: [hash], expires: Stage.start + 60)
            }
            try check(try await store.unopenedTokens(), [token.id])
            try check(try await store.openLink(hash: [7], token: [2], at: Stage.start), nil)
            try check(try await store.openLink(hash: [8], token: [2], at: Stage.start + 60), nil)
            try check(try await store.token(hash: [1])?.id, token.id)
            let opened = try await atOnce(4) { _ in
                try await store.openLink(hash: [8], token: [2], at: Stage.start + 59)?.id
            }
            try check(opened.compactMap(\.self), [token.id])
            try check(try await store.unopenedTokens(), [])
            try check(try await store.token(hash: [1]), nil)
            try check(try await store.token(hash: [2])?.id, token.id)
        },
        StoreCase("Of calls with one key at once one is performed, and the others wait for its answer") {
            stage in
            let store = stage.store
            @Sendable func claim(
                _ fingerprint: String = "f", of caller: String = "me", after seconds: Double = 0
            )
                async throws
                -> AnswerClaim
            {
                let time = Stage.start + seconds
                return try await store.claim(
                    "k", of: caller, fingerprint: fingerprint, at: time, abandoned: time - 60,
                    earliest: time - 3_600)
            }
            let claims = try await atOnce(8) { _ in try await claim() }
            let begun = claims.compactMap { if case .perform(let key) = $0 { key } else { nil } }
            try check(begun.count, 1)
            try check(claims.filter { $0 == .underWay }.count, 7)
            let key = try some(begun.first)
            if case .perform(let other) = try await claim(of: "you") { try await store.drop(other) }
            try await store.drop(key)
            guard case .perform(let again) = try await claim(after: 1) else {
                throw Mismatch(description: "a key that was given back is taken")
            }
            try check(try await claim(after: 61), .underWay)
            guard case .perform(let taken) = try await claim("g", after: 62) else {
                throw Mismatch(description: "a claim of a host that ended is not taken over")
            }
            try await store.keep("lost", status: 500, to: again)
            try await store.drop(again)
            try await store.keep("b", status: 201, to: taken)
            let answer = KeptAnswer(fingerprint: "g", status: 201, body: "b")
            try check(try await claim(after: 200), .answered(answer))
            if case .answered = try await claim(after: 4_000) {
                throw Mismatch(description: "an answer is kept for too long")
            }
        },
        StoreCase("Paths and courses that are put in order at once have places of their own") { stage in
            let store = stage.store
            try await stage.list((1...6).map { Stage.object("\($0)", "\($0)") })
            let ids = try await stage.courses().map(\.id)
            let paths = try await atOnce(6) { try await store.addPath(named: "\($0)") }.compactMap(\.?.id)
            let path = try some(paths.first)
            _ = try await atOnce(6) { try await store.place(ids[$0], inPath: path, at: $0 % 3) }
            _ = try await atOnce(6) { try await store.changePath(paths[$0], name: nil, position: 1) }
            try check(try await store.paths().map(\.position), Array(1...6))
            try check(Set(try await store.courses(ofPath: path).map(\.id)), Set(ids))
            _ = try await atOnce(3) { try await store.remove(ids[$0], fromPath: path) }
            try check(try await store.courses(ofPath: path).map(\.id).count, 3)
        },
    ]
}
