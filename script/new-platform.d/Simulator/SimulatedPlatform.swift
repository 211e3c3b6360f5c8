import Foundation
import Synchronization

/// What the platform would answer. It refuses what the real one would refuse, so that a mistake of the client
/// cannot pass the tests.
final class SimulatedPlatform: Sendable {
    /// The one key it takes.
    static let key = "skeleton-key+42"
    static let admin = "admin@skeleton.example"
    private static let largestBatch = 100

    private struct State {
        var places: [String] = []
        var courses: [String: String] = [:]
        var batches: [Batch] = []
    }

    private let learners: Int
    private let state = Mutex(State())

    init(learners: Int) { self.learners = learners }

    func answer(
        _ method: String, _ path: String, _ body: [UInt8], isAuthorized: Bool
    ) -> (status: Int, body: Data) {
        guard isAuthorized else { return (401, Data()) }
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? "" }
        return state.withLock { state in
            switch (method, parts.first, parts.count) {
            case ("GET", "groups", 4): (parts[1] == "sales" && parts[3] == Self.admin ? 200 : 404, Data())
            case ("GET", "learners", 2):
                ((1...learners).contains { parts[1] == "learner-\($0)@skeleton.example" } ? 200 : 404, Data())
            case ("PUT", "places", 1): Self.prepare(body, &state)
            case ("GET", "places", 2): (state.places.contains(parts[1]) ? 200 : 404, Data())
            case ("POST", "places", 3): submit(body, parts[1], &state)
            case ("PATCH", "places", 4):
                state.courses[parts[3]].map { Self.encoded(["resource": $0]) } ?? (404, Data())
            case ("GET", "batches", 1): Self.encoded(state.batches)
            case ("GET", "batches", 2):
                state.batches.first { $0.id == parts[1] }.map { Self.encoded($0) } ?? (404, Data())
            default: (404, Data())
            }
        }
    }

    private static func prepare(_ body: [UInt8], _ state: inout State) -> (Int, Data) {
        guard let plan = try? JSONDecoder().decode([String: String].self, from: Data(body)),
            let name = plan["name"], let group = plan["group"], plan["admin"] == admin
        else { return (422, Data()) }
        let id = "place-" + Data("\(group) \(name)".utf8).base64EncodedString().filter(\.isLetter)
        if !state.places.contains(id) { state.places.append(id) }
        return encoded(["id": id])
    }

    private func submit(_ body: [UInt8], _ place: String, _ state: inout State) -> (Int, Data) {
        guard state.places.contains(place) else { return (404, Data()) }
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(body)),
            order.items.count <= Self.largestBatch
        else { return (422, Data()) }
        let results = order.items.map { item -> Batch.Result in
            if order.kind == "courses", state.courses[item.id] == nil {
                state.courses[item.id] = "c-\(state.courses.count + 1)"
            }
            let resource = state.courses[item.course ?? item.id]
            return Batch.Result(
                id: item.id, resource: resource, error: resource == nil ? "there is no such course" : nil)
        }
        let batch = Batch(id: "b-\(state.batches.count + 1)", done: true, results: results)
        state.batches.append(batch)
        return Self.encoded(batch)
    }

    private static func encoded(_ value: some Encodable) -> (Int, Data) {
        (200, (try? JSONEncoder().encode(value)) ?? Data())
    }
}

/// A batch as it is sent.
private struct Order: Decodable {
    let kind: String
    let items: [Item]

    struct Item: Decodable {
        let id: String
        /// The course of a statistic.
        let course: String?
    }
}

/// A batch that was taken.
private struct Batch: Encodable {
    let id: String
    let done: Bool
    let results: [Result]

    struct Result: Encodable {
        let id: String
        let resource: String?
        let error: String?
    }
}
