import ConnectorKit
import Foundation
import Synchronization

/// A learning platform in memory, for trying the suite itself.
final class SamplePlatformService: HTTPClient {
    static let url = "https://lms.example"
    static let secret = "platform+secret/7"
    static let largest = 20
    private static let perSecond = 40

    /// What one item came to.
    struct Result: Codable {
        let key: String
        var id: String?
        var error: String?
    }

    /// A batch that was taken.
    struct Batch: Codable {
        let id: String
        let kind: String
        let results: [Result]
    }

    struct Item: Codable {
        let key: String
        var name: String?
    }

    struct Order: Codable {
        let kind: String
        let items: [Item]
    }

    private struct State {
        var courses: [String] = []
        var batches: [Batch] = []
        var times: [ContinuousClock.Instant] = []
    }

    private let state = Mutex(State())

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let path = request.url.dropFirst(Self.url.count)
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        return state.withLock { state in
            let now = ContinuousClock.now
            state.times = state.times.filter { $0.duration(to: now) < .seconds(1) } + [now]
            if state.times.count > Self.perSecond { return HTTPResponse(status: 429) }
            guard request.headers.contains(where: { $0.value == "Bearer \(Self.secret)" }) else {
                return HTTPResponse(status: 401)
            }
            switch path.split(separator: "/").first {
            case "admins": return HTTPResponse(status: name == "admin@lms.example" ? 200 : 404)
            case "places":
                return HTTPResponse(status: name == "conformance-place" ? 200 : 404)
            case "people": return HTTPResponse(status: 404)
            case "courses":
                return HTTPResponse(status: state.courses.contains(name) ? 200 : 404)
            case "batches": break
            default: return HTTPResponse(status: 404)
            }
            guard request.method == .get else { return Self.take(request, &state) }
            if name == "batches" { return Self.answer(state.batches) }
            guard let batch = state.batches.first(where: { $0.id == name }) else {
                return HTTPResponse(status: 404)
            }
            return Self.answer(batch)
        }
    }

    private static func take(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(request.body ?? [])),
            order.items.count <= largest
        else { return HTTPResponse(status: 400) }
        let results = order.items.map { item in
            if order.kind == "courses", !state.courses.contains(item.key) { state.courses.append(item.key) }
            return state.courses.firstIndex(of: item.key).map { Result(key: item.key, id: "c\($0)") }
                ?? Result(key: item.key, error: "no such course")
        }
        let batch = Batch(id: "b\(state.batches.count)", kind: order.kind, results: results)
        state.batches.append(batch)
        return answer(batch)
    }

    private static func answer(_ value: some Encodable) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array((try? JSONEncoder().encode(value)) ?? Data()))
    }
}

/// Opens a ``SamplePlatformService``.
struct SamplePlatformStage: Stage {
    func open<Value: Sendable>(
        faults: [String], _ body: @escaping @Sendable (RunningSimulator, any HTTPClient) async throws -> Value
    ) async throws -> Value {
        try await body(
            RunningSimulator(
                url: SamplePlatformService.url,
                settings: [
                    ("url", SamplePlatformService.url), ("api_key", SamplePlatformService.secret),
                ], group: [("group", "sales"), ("admin", "admin@lms.example")]),
            SamplePlatformService())
    }
}
