import Foundation
import SimulatorSupport
import Testing

@testable import SkeletonSimulator

@Suite("The simulated service")
struct SimulatorTests {
    //? stats
    private let service = SimulatedService(itemCount: 60, learning: SimulatedLearning(180, items: 60))
    //? else
    private let service = SimulatedService(itemCount: 60)
    //? end

    //? oauth
    private func answer(_ target: String, method: String = "GET", token: String? = nil) async
        -> SimulatedAnswer
    {
        let token = token ?? service.tokens.issue()
        return await service.answer(
            SimulatedRequest(method, target: target, headers: ["authorization": "Bearer \(token)"]))
    }
    //? else
    private func answer(
        _ target: String, method: String = "GET", key: String = SimulatedService.key
    ) async -> SimulatedAnswer {
        //? header
        await service.answer(
            SimulatedRequest(method, target: target, headers: ["KEYHEADER".lowercased(): key]))
        //? else
        await service.answer(
            SimulatedRequest(method, target: target, headers: ["authorization": "Bearer \(key)"]))
        //? end
    }
    //? end

    @Test(
        "It refuses what the service refuses",
        arguments: [
            ("GET", "/v1/courses", 404, "there is no /v1/courses"),
            ("POST", "/v1/items", 405, "/v1/items takes GET"),
            ("GET", "/v1/items?limit=51", 400, "limit is from 1 to 50"),
            //? cursor
            ("GET", "/v1/items?cursor=after-60", 400, "the cursor is not known"),
            //? !webhooks
            ("GET", "/v1/items?place=2", 400, "there is no parameter place; there are limit, cursor"),
            //? end
            //? end
            //? offset
            ("GET", "/v1/items?offset=60", 400, "offset is from 0 to 59"),
            //? end
            //? page
            ("GET", "/v1/items?page=0", 400, "page is a number from 1"),
            ("GET", "/v1/items?page=4", 404, "there is no page 4"),
            //? end
            ("GET", "/v1/items?limit=5&limit=6", 400, "the parameter limit is there twice"),
            //? stats
            //? by-content
            (
                "GET", "/v1/items/s-1/enrolments?since=monday", 400,
                "since is a time such as 2025-03-01T08:00:00Z"
            ),
            ("GET", "/v1/items/s-61/enrolments", 404, "there is no item s-61"),
            //? else
            ("GET", "/v1/enrolments?since=monday", 400, "since is a time such as 2025-03-01T08:00:00Z"),
            //? end
            //? end
            //? webhooks
            ("DELETE", "/v1/webhooks/w-1", 404, "there is no webhook w-1"),
            (
                "POST", "/v1/webhooks", 400,
                "url and a secret of 16 characters or more are expected, as JSON"
            ),
            //? end
            //? oauth
            ("POST", "/v1/token", 400, "a form is expected"),
            //? end
        ])
    func refuses(method: String, target: String, status: Int, message: String) async {
        let answer = await answer(target, method: method)
        #expect(answer.status == status)
        #expect(answer.text == #"{"message":"\#(message)"}"#)
    }

    //? oauth
    @Test("It refuses a token that it did not issue")
    func foreignToken() async {
        let answer = await answer("/v1/items", token: "another")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"the token is not known"}"#)
    }
    //? else
    @Test("It refuses a key that is none of its own")
    func foreignKey() async {
        let answer = await answer("/v1/items", key: "another")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"message":"the key is not known"}"#)
    }
    //? end

    @Test("Its items have the members of the recorded ones")
    func members() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/page.json")
        let answer = await answer("/v1/items?limit=1")
        #expect(try shape(Data(answer.text.utf8)) == shape(Data(contentsOf: file)))
    }

    /// The names of a page's members, and of those of its first item.
    private func shape(_ page: Data) throws -> [Set<String>] {
        let page = try #require(try JSONSerialization.jsonObject(with: page) as? [String: Any])
        let items = try #require(page["items"] as? [[String: Any]])
        return [Set(page.keys), Set(try #require(items.first).keys)]
    }
}
