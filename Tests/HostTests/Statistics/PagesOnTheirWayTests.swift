import ConnectorKit
@testable import Sync
import Testing

@testable import Host

@Suite("Pages of enrolments on their way to the store") struct PagesOnTheirWayTests {
    private func learner(_ id: String) -> LearnerAccount { LearnerAccount(id: id, email: "\(id)@x.example") }

    private func page(_ count: Int, next: String?, mark: String? = nil) -> EnrolmentPage {
        EnrolmentPage(
            enrolments: (0..<count).map { enrolment("\(next ?? "last") \($0)", 1, "u", 1, 2) },
            refused: [RefusedItem(id: next, reason: "bad")], rows: count + 1, total: 1_203,
            next: next.map { Checkpoint($0) }, mark: mark.map { Checkpoint($0) })
    }

    @Test("Who came with others is not asked for later, and is handed on with the page that has them")
    func others() {
        var waiting = LearnerLookupBuffer()
        waiting.add(page(1, next: "2"), bytes: 0, unknown: ["a"])
        #expect(!waiting.areDue)
        waiting.resolve([learner("a"), learner("b"), learner("z")])
        #expect(waiting.learners == [learner("a")])
        waiting.clear()
        waiting.add(page(1, next: "3"), bytes: 0, unknown: ["a", "b"])
        #expect(waiting.accounts == [])
        #expect(waiting.learners == [learner("b")])
        #expect(waiting.areDue)
        waiting.clear()
        waiting.add(page(1, next: nil), bytes: 0, unknown: ["b", "c"])
        #expect(waiting.accounts == ["c"])
        #expect(waiting.learners == [])
    }

    @Test("Pages that gathered are recorded as one, a thousand enrolments at most, in their order")
    func together() throws {
        let pages = RecordingQueue(limit: 1_000)
        #expect(pages.next()?.page.rows == nil)
        #expect(!pages.add(.init(learners: [learner("a")], page: page(600, next: "2"))))
        #expect(!pages.add(.init(learners: [learner("b")], page: page(300, next: "3"))))
        #expect(pages.add(.init(learners: [], page: page(300, next: nil, mark: "m"))))
        let first = try #require(pages.next())
        #expect(first.learners == [learner("a"), learner("b")])
        #expect(first.page.enrolments.count == 900)
        #expect(first.page.enrolments.first?.id == "2 0")
        #expect(first.page.refused.map(\.id) == ["2", "3"])
        #expect(first.page.rows == 902)
        #expect(first.page.next == Checkpoint("3"))
        #expect(first.page.mark == nil)
        let last = try #require(pages.next())
        #expect(last.page.enrolments.count == 300)
        #expect(last.page.next == nil)
        #expect(last.page.mark == Checkpoint("m"))
        #expect(pages.next()?.page.rows == nil)
    }
}
