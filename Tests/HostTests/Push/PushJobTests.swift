import Foundation
import Model
import Push
import Store
import Testing

@testable import Host

@Suite struct PushJobTests {
    @Test(
        "a job is accepted as a whole, can be asked about at once, and tells each row's outcome when it is done"
    )
    func job() async throws {
        try await PushFixture.with { fixture async throws in
            let host = fixture.host
            let rows = fixture.rows(["a", "a", "b"])
            let id = try await host.push.accept(rows, for: fixture.target)
            let accepted = try #require(try await host.store.pushJob(id))
            #expect(accepted.group == "g")
            #expect(accepted.entries == 3)
            #expect(accepted.waiting == 2)
            _ = try await host.push.deliver(to: fixture.target)
            let done = try #require(try await host.store.pushJob(id))
            #expect(done.entries == 3)
            #expect(done.waiting == 0)
            let page = try await host.store.pushes(of: id, limit: 2)
            let all = page + (try await host.store.pushes(of: id, after: page.last?.id, limit: 2))
            #expect(all.map(\.line) == [1, 2, 3])
            #expect(all.map(\.outcome) == [.created, .refused, .created])
            let unknown = try await host.store.pushJob(PushJob.ID(id.number + 1))
            #expect(unknown == nil)
        }
    }
}
