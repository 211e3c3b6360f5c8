import Foundation
import Store
import Testing

@testable import Host

@Suite struct PushRequestTests {
    private static let item =
        #"{"external_reference":"a","title":"T","description":"D","launch_url":"https://l","image":"https://i"}"#

    @Test("one object is a row, an array a row each, and what is wrong with one keeps none of the others")
    func rows() throws {
        func told(_ body: String) throws -> [String] {
            try PushRequest.rows(Data(body.utf8), of: .content).map { row in
                switch row.content {
                case .item: "\(row.line) \(row.reference): taken"
                case .refused(let reason): "\(row.line) \(row.reference): \(reason)"
                }
            }
        }
        #expect(try told(Self.item) == ["1 a: taken"])
        #expect(
            try told("[\(Self.item),7,{\"external_reference\":\"b\",\"titel\":\"T\"}]") == [
                "1 a: taken", "2 : the item is no JSON object",
                "3 b: unknown member \"titel\"; did you mean \"title\"?",
            ])
    }

    static let wrongBodies = [
        ("{", "the body is no JSON; an object or an array of objects was expected"),
        ("[]", "the body holds nothing to push; an object or an array of objects was expected"),
    ]

    @Test("a body that is none to push is refused as a whole, and why", arguments: wrongBodies)
    func wrong(_ body: String, _ message: String) {
        let problem = #expect(throws: PushFileProblem.self) {
            try PushRequest.rows(Data(body.utf8), of: .content)
        }
        #expect(problem?.message == message)
    }

    @Test(
        "a job is accepted as a whole, can be asked about at once, and tells each row's outcome when it is done"
    )
    func job() async throws {
        try await PushFixture.with { fixture async throws in
            let host = fixture.host
            let rows = fixture.rows(["a", "a", "b"])
            let id = try await host.push(rows, to: fixture.target)
            let accepted = try #require(try await host.pushJob(id))
            #expect(accepted.group == "g")
            #expect(accepted.entries == 3)
            #expect(accepted.waiting == 2)
            _ = try await host.deliver(to: fixture.target)
            let done = try #require(try await host.pushJob(id))
            #expect(done.entries == 3)
            #expect(done.waiting == 0)
            let page = try await host.pushes(of: id, limit: 2)
            let all = page + (try await host.pushes(of: id, after: page.last?.id, limit: 2))
            #expect(all.map(\.line) == [1, 2, 3])
            #expect(all.map(\.outcome) == [.created, .refused, .created])
            let unknown = try await host.pushJob(PushJob.ID(id.number + 1))
            #expect(unknown == nil)
        }
    }
}
