import ConnectorKit
import Host
import Model
import Store
import Sync
import Synchronization
import Testing

@Suite struct CatalogRemarkTests {
    private static func page(
        _ ids: [Int], next: String? = nil, total: Int? = nil, deleted: [Int] = [],
        refused: [RefusedItem] = [],
        name: String = "Item", _ change: (inout CatalogPage) -> Void = { _ in }
    ) -> CatalogAnswer {
        guard
            case .page(var page) = ScriptedProvider.page(
                ids, next: next, total: total, rows: ids.count + deleted.count + refused.count,
                json: { #"{"id":\#($0),"title":"\#(name) \#($0)","lang":"en","type":"course"}"# })
        else { return .checkpointRefused("no page") }
        page.deleted = deleted.map(String.init)
        page.refused = refused
        change(&page)
        return .page(page)
    }

    @Test(
        "A listing whose total is an estimate is complete at its end mark, and a difference is a remark",
        arguments: [
            (5, "the provider estimated 5 items and listed 3"), (1, "…1 items and listed 3"), (3, nil),
        ])
    func estimate(total: Int, remark: String?) async throws {
        let fewer = Mutex(false)
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                Self.page(fewer.withLock { $0 } ? [1, 2, 3] : [1, 2, 3, 4], total: total) {
                    $0.isTotalEstimated = true
                }
            })
        defer { fixture.remove() }
        #expect(try await fixture.sync().outcome == .done)
        fewer.withLock { $0 = true }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        let expected = remark.map { [$0.replacing("…", with: "the provider estimated ")] } ?? []
        #expect(report.remarks == expected)
        #expect(try await fixture.host.store.run(report.id)?.remarks == expected)
        #expect(try await fixture.active("all") == ["1", "2", "3"])
    }

    @Test("A listing far beyond its estimated total goes on")
    func farBeyond() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, call throws(Failure) in
                Self.page([call], next: call < 14 ? "more" : nil, total: 2) {
                    $0.rows = 1_000
                    $0.isTotalEstimated = true
                }
            })
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.remarks == ["the provider estimated 2 items and listed 14000"])
    }

    @Test("Of a record that one listing has twice, deleted and live, the later one stands")
    func twice() async throws {
        let second = Mutex(false)
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, _ throws(Failure) in
                guard second.withLock({ $0 }) else { return Self.page([1, 2, 3, 4, 5, 6]) }
                return switch checkpoint?.text {
                case nil: Self.page([1, 3], next: "p2", deleted: [2, 4, 5])
                case "p2"?: Self.page([2, 6], next: "p3", deleted: [1])
                case "p3"?: Self.page([5], next: "p4", name: "Changed")
                default: Self.page([5], deleted: [6])
                }
            })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        second.withLock { $0 = true }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(try await fixture.active("all") == ["2", "3", "5"])
        let names = Mutex<[String]>([])
        try await fixture.host.store.forEachCourse(CourseQuery(group: "all")) { batch in
            names.withLock { $0 += batch.map(\.content.name) }
        }
        #expect(names.withLock { $0 } == ["Item 2", "Item 3", "Item 5"])
    }

    @Test("Rows whose id cannot be read may be any item, so absence archives nothing until they can")
    func nameless() async throws {
        let step = Mutex(0)
        let unread = RefusedItem(id: nil, reason: "no id")
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                switch step.withLock({ $0 }) {
                case 0: Self.page([1, 2, 3, 4], refused: [unread])
                case 1: Self.page([1, 3, 4], refused: [unread, unread])
                default: Self.page([1, 3, 4], refused: [unread])
                }
            })
        defer { fixture.remove() }
        #expect(try await fixture.sync().remarks == [])
        step.withLock { $0 = 1 }
        for _ in 1...2 {
            let report = try await fixture.sync()
            #expect(report.outcome == .done)
            #expect(
                report.remarks == [
                    "rows without an id that can be read may be any item: 1 that were not listed stay as they "
                        + "are, until every row can be read or the run is accepted with --accept-shrink"
                ])
            #expect(try await fixture.active("all") == ["1", "2", "3", "4"])
        }
        step.withLock { $0 = 2 }
        let report = try await fixture.sync()
        #expect(report.remarks == [])
        #expect(try await fixture.active("all") == ["1", "3", "4"])
        step.withLock { $0 = 0 }
        _ = try await fixture.sync()
        step.withLock { $0 = 1 }
        #expect(try await fixture.sync { $0.acceptShrink = true }.remarks == [])
        #expect(try await fixture.active("all") == ["1", "3", "4"])
    }

    @Test("Remarks of pages are kept with the run, each once and twenty at most, without secrets")
    func remarks() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                Self.page([1]) { $0.remarks = ["hush-hush", "hush-hush"] + (1...30).map { "remark \($0)" } }
            })
        defer { fixture.remove() }
        let report = try await fixture.sync()
        let expected = ["••••"] + (1...19).map { "remark \($0)" } + ["further remarks were left out"]
        #expect(report.remarks == expected)
        #expect(try await fixture.host.store.run(report.id)?.remarks == expected)
    }
}
