import Foundation
import Go1Simulator
import StoreTesting
import Testing
import TestSupport

/// Very many enrolments, a third of which share the second of their last update.
@Suite struct CrowdTests {
    @Test(
        "However many share a second, none is lost, none comes twice, and a second run asks for changes only",
        arguments: Surroundings.runsSlowTests ? [3_000, 120_000] : [3_000])
    func crowd(enrolments: Int) async throws {
        try await Sandbox.with(
            items: 600,
            {
                $0.enrolments = enrolments
                $0.crowd = .init(count: enrolments / 3)
            }
        ) { sandbox in
            let portal = sandbox.portal
            try sandbox.write(Sandbox.Group(), .engineering)
            try await sandbox.sync()
            let first = try await sandbox.statistics("--full")
            #expect(first.outcome == "done")
            let listed = portal.enrolments.filter { $0.parentID == nil }
            #expect(try sandbox.keptEnrolments() == Set(listed.compactMap(Kept.init)))
            #expect(try sandbox.attemptsOpenedTwice() == 0)
            #expect(first.created > enrolments / 2)

            let open = listed.filter { $0.status == .inProgress }.prefix(20)
            for enrolment in open { portal.complete(enrolment.id) }
            let latest = try #require(listed.map(\.updated).max())
            // The mark is a quarter of an hour before the latest update that was read.
            let overlap = listed.filter { $0.updated >= latest - 900_000 }
            portal.clearRequests()
            let second = try await sandbox.statistics()
            #expect(second.seen == Set(open.map(\.id)).union(overlap.map(\.id)).count)
            #expect(second.created == 0)
            let asked = portal.requests.filter { $0.path.contains("enrollments") }
            #expect(asked.count == 1)
            #expect(try sandbox.keptEnrolments() == Set(portal.enrolments.compactMap(Kept.init)))
        }
    }
}

/// An enrolment as far as the portal and the store say the same of it.
private struct Kept: Hashable {
    let id: String
    let isCompleted: Bool

    /// Nil for those that are no statistics (rule A1), or parts of a course.
    init?(_ enrolment: PortalEnrolment) {
        guard enrolment.parentID == nil, [.completed, .inProgress].contains(enrolment.status) else {
            return nil
        }
        id = String(enrolment.id)
        isCompleted = enrolment.status == .completed
    }

    /// - Parameter text: `1` or `0` for a completion, and the id.
    init(_ text: String) {
        id = String(text.dropFirst())
        isCompleted = text.hasPrefix("1")
    }
}

extension Sandbox {
    fileprivate func statistics(_ more: String...) async throws -> RunRecord {
        let done = try await start(["sync", "stats", "--format", "ndjson"] + more).finished()
        #expect(done.status == 0, "\(done.errors)")
        return try #require(try done.records(RunRecord.self).first)
    }

    fileprivate func keptEnrolments() throws -> Set<Kept> {
        Set(try tables().texts("SELECT completed || external_id FROM enrolment").map { Kept($0) })
    }

    /// How many enrolments opened more than one attempt at a course.
    fileprivate func attemptsOpenedTwice() throws -> Int? {
        try tables().number(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM attempt WHERE enrolment IS NOT NULL
                GROUP BY course, enrolment HAVING count(*) > 1) opened
            """)
    }
}
