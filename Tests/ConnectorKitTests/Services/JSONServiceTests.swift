import ConnectorKit
import Synchronization
import Testing

@Suite("A service that takes and returns JSON")
struct JSONServiceTests {
    /// Answers every request with 200 and keeps it.
    private final class Kept: HTTPClient {
        private let requests = Mutex<[HTTPRequest]>([])

        var last: HTTPRequest? { requests.withLock(\.last) }

        func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
            requests.withLock { $0.append(request) }
            return HTTPResponse(status: 200, body: Array("{}".utf8))
        }
    }

    @Test("A request has the root, the query and the headers, and its answer is named after it")
    func request() async throws {
        let client = Kept()
        let connection = Connection(settings: Settings(texts: [:]), client: client)
        let service = JSONService(
            "https://api.example.com/v1//", connection, key: Secret("k-17"), in: "X-Api-Key")
        let query = URLQuery(["limit": 50, "cursor": String?.none, "topic": "a b"])
        let answer = try await service.send(.get, "items", query, detail: "page 3", hashed: 7)
        let sent = try #require(client.last)
        #expect(sent.url == "https://api.example.com/v1/items?limit=50&topic=a%20b")
        #expect(
            sent.headers == [HTTPHeader("X-Api-Key", "k-17"), HTTPHeader("Accept", "application/json")])
        #expect(!sent.authorized && sent.hashedBytes == 7 && sent.body == nil)
        #expect(answer.request == "GET https://api.example.com/v1/items, page 3")
    }

    @Test("No message repeats the key that was sent")
    func key() async throws {
        struct Echo: HTTPClient {
            func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
                HTTPResponse(
                    status: 400, body: Array(#"{"message":"you sent \#(request.headers[0].value)"}"#.utf8))
            }
        }
        let connection = Connection(settings: Settings(texts: [:]), client: Echo())
        func message(_ service: JSONService) async throws -> String? {
            let answer = try await service.send(.get, "items")
            do throws(Failure) {
                try answer.requireSuccess("a page", permission: "an account that may list items")
                return nil
            } catch { return error.message }
        }
        let root = "https://api.example.com"
        let plain = try #require(await message(JSONService(root, connection)))
        #expect(plain.contains("you sent application/json"))
        let keyed = JSONService(root, connection, key: Secret("k-17"), in: "X-Api-Key")
        let hidden = try #require(await message(keyed))
        #expect(!hidden.contains("k-17"))
    }

    @Test("A body is JSON, and the token is the host's by default")
    func body() async throws {
        let client = Kept()
        let connection = Connection(settings: Settings(texts: [:]), client: client)
        let service = JSONService("https://api.example.com", connection)
        let answer = try await service.send(.post, "items", body: Array("{}".utf8))
        let sent = try #require(client.last)
        #expect(sent.authorized && sent.method == .post && sent.body == Array("{}".utf8))
        #expect(
            sent.headers == [
                HTTPHeader("Accept", "application/json"), HTTPHeader("Content-Type", "application/json"),
            ])
        #expect(answer.request == "POST https://api.example.com/items")
    }

    @Test("An address of the settings has no slash at its end")
    func origin() {
        let settings = Settings(texts: ["url": "https://api.example.com/"])
        #expect(settings.origin("url") == "https://api.example.com")
        #expect(settings.origin("other") == nil)
    }

    @Test("Credentials are those of two settings, which are named if one is missing")
    func credentials() throws {
        let settings = Settings(texts: ["id": "a"], secrets: ["secret": Secret("b")])
        let credentials = try ClientCredentials(url: "u", settings, id: "id", secret: "secret")
        #expect(credentials.id == "a" && credentials.secret == Secret("b") && credentials.url == "u")
        #expect(
            throws: Failure.configuration("the settings client_id and client_secret are needed")
        ) { try ClientCredentials(url: "u", settings) }
    }
}
