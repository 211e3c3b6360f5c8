import Model
import ConnectorKit
@testable import Store
import Testing

@Suite struct OverlapTests {
    @Test("Overlaps name each pair of groups and the active courses both receive")
    func pairs() async throws {
        let fixture = try await StoreFixture(groups: ["a", "b", "c"])
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2")])
        let course = try #require(try await fixture.courses("c").first)
        _ = try await fixture.store.setManualArchive(true, course: course.id, group: "c")
        #expect(
            try await fixture.store.overlaps().pairs == [
                Overlap(provider: "demo", groups: ["a", "b"], count: 2, externalIDs: ["1", "2"]),
                Overlap(provider: "demo", groups: ["a", "c"], count: 1, externalIDs: ["2"]),
                Overlap(provider: "demo", groups: ["b", "c"], count: 1, externalIDs: ["2"]),
            ])
    }
}
