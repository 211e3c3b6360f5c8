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
        var mail: String?
        var first: Date?
        var last: Date?
        var progress: Int?
    }

    struct Order: Codable {
        let kind: String
        let items: [Item]
    }

    /// A course as it is held.
    struct Course: Codable {
        let key: String
        let id: String
        let firstName: String
        var name: String
        var isArchived = false
        var tags: [String] = []
        var tries: [Try] = []
    }

    /// A statistic, and the attempt it makes.
    struct Try: Codable {
        let key: String
        let mail: String
        let first: Date
        var last: Date
        var progress: Int

        init(_ statistic: LearnerStatistic) {
            key = statistic.externalID
            mail = statistic.mail
            first = statistic.firstActivity
            last = statistic.lastActivity
            progress = statistic.progress
        }
    }

    private struct State {
        var courses: [Course] = []
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
            case "groups": return Self.answer(["sales", "support"])
            case "courses" where name == "courses": return Self.answer(state.courses)
            case "courses":
                return HTTPResponse(status: state.courses.contains { $0.key == name } ? 200 : 404)
            case "tags":
                guard let index = state.courses.firstIndex(where: { $0.key == name }),
                    let tags = try? JSONDecoder().decode([String].self, from: Data(request.body ?? []))
                else { return HTTPResponse(status: 404) }
                state.courses[index].tags = tags
                return Self.answer(state.courses[index])
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
            if order.kind == "courses", !state.courses.contains(where: { $0.key == item.key }) {
                let name = item.name ?? ""
                state.courses.append(
                    Course(key: item.key, id: "c\(state.courses.count)", firstName: name, name: name))
            }
            guard let index = state.courses.firstIndex(where: { $0.key == item.key }) else {
                return Result(key: item.key, error: "no such course")
            }
            switch order.kind {
            case "courses": state.courses[index].name = item.name ?? ""
            case "archive": state.courses[index].isArchived = true
            default: take(item, at: index, &state)
            }
            return Result(key: item.key, id: state.courses[index].id)
        }
        let batch = Batch(id: "b\(state.batches.count)", kind: order.kind, results: results)
        state.batches.append(batch)
        return answer(batch)
    }

    /// The attempt rule: an open attempt that the statistic reaches is updated, else there is another one.
    private static func take(_ item: Item, at index: Int, _ state: inout State) {
        guard let mail = item.mail, let first = item.first, let last = item.last, let progress = item.progress
        else { return }
        let open = state.courses[index].tries.firstIndex {
            $0.mail == mail && $0.progress < 100 && first < $0.last
        }
        if let open {
            state.courses[index].tries[open].last = last
            state.courses[index].tries[open].progress = progress
        } else {
            state.courses[index].tries.append(
                Try(
                    LearnerStatistic(
                        externalID: item.key, mail: mail, firstActivity: first, lastActivity: last,
                        progress: progress)))
        }
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
