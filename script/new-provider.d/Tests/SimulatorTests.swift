import Foundation
import Testing

@testable import SkeletonSimulator

@Suite("The simulated service")
struct SimulatorTests {
    private let service = SimulatedService(items: 60)

    @Test(
        "It refuses what the service refuses",
        arguments: [
            ("GET", "/v1/courses", SimulatedService.key, 404, "there is /v1/items"),
            ("POST", "/v1/items", SimulatedService.key, 405, "/v1/items takes GET"),
            ("GET", "/v1/items", "another", 401, "the key is not known"),
            ("GET", "/v1/items?limit=51", SimulatedService.key, 400, "limit is from 1 to 50"),
            ("GET", "/v1/items?cursor=after-60", SimulatedService.key, 400, "the cursor is not known"),
            (
                "GET", "/v1/items?page=2", SimulatedService.key, 400,
                "there are the parameters limit and cursor"
            ),
            ("GET", "/v1/items?limit=5&limit=6", SimulatedService.key, 400, "a parameter is there twice"),
        ])
    func refuses(method: String, target: String, key: String, status: Int, message: String) async throws {
        let answer = try await service.answer(method, target, authorization: "Bearer \(key)")
        #expect(answer.status == status)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"message":"\#(message)"}"#)
    }

    @Test("Its items have the members of the recorded ones")
    func members() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/page.json")
        let answer = try await service.answer(
            "GET", "/v1/items?limit=1", authorization: "Bearer \(SimulatedService.key)")
        #expect(try shape(answer.body) == shape(Data(contentsOf: file)))
    }

    /// The names of a page's members, and of those of its first item.
    private func shape(_ page: Data) throws -> [Set<String>] {
        let page = try #require(try JSONSerialization.jsonObject(with: page) as? [String: Any])
        let items = try #require(page["items"] as? [[String: Any]])
        return [Set(page.keys), Set(try #require(items.first).keys)]
    }
}
