import ConnectorKit
import Foundation

/// A platform that keeps its guarantees, but for the one of the case that ``breaks`` names.
struct SamplePlatform: Platform {
    /// The id of a ``PlatformCase``; nil for a sound platform.
    var breaks: String?

    var descriptor: PlatformDescriptor {
        PlatformDescriptor(
            id: "sample-lms", displayName: "Sample LMS", summary: "A platform in memory.",
            settings: [
                Setting("url", .origin, required: true, help: "Its address."),
                Setting("api_key", .text, required: true, secret: true, help: "Its key."),
            ],
            identity: [breaks == "descriptor" ? "company" : "url"], needsAdministrator: true,
            limits: PlatformLimits(
                readsPerSecond: breaks == "rates" ? 200 : 20, writesPerSecond: 10, operationsAtOnce: 2,
                courses: SamplePlatformService.largest + (breaks == "batches" ? 1 : 0), archived: 5,
                statistics: 5))
    }

    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        let key = breaks == "credentials" ? SamplePlatformService.secret : nil
        return AccessToken(
            value: key.map { Secret($0) } ?? connection.settings.secret("api_key") ?? Secret(""),
            lifetime: .seconds(3_600))
    }

    func client(over connection: Connection, clock: any Clock<Duration>) -> any PlatformClient {
        SamplePlatformClient(connection: connection, breaks: breaks)
    }

}

struct SamplePlatformClient: PlatformClient {
    typealias Service = SamplePlatformService
    let connection: Connection
    let breaks: String?

    var rendering: String { "1" }

    func item(for content: LearningObject) -> DeliveryItem {
        item(content.externalID, breaks == "payloads" ? nil : content.name)
    }

    func item(archiving externalID: String) -> DeliveryItem { item(externalID) }
    func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let tried = Service.Try(statistic)
        let text = (try? JSONEncoder().encode(tried)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return DeliveryItem(key: statistic.externalID, payload: text)
    }

    var reader: (any PlatformReader)? { SamplePlatformReader(client: self) }

    private func item(_ key: String, _ name: String? = nil) -> DeliveryItem {
        let name = name.map { #","name":"\#($0)""# } ?? ""
        return DeliveryItem(key: key, payload: #"{"key":"\#(key)"\#(name)}"#)
    }

    func answer(
        _ path: String, _ method: HTTPRequest.Method = .get, _ body: String? = nil
    ) async throws(Failure) -> HTTPResponse {
        try await connection.client.send(
            HTTPRequest(
                method, "\(Service.url)/\(path)", body: body.map { Array($0.utf8) },
                repeatable: method == .get || breaks == "lost-answer"))
    }

    func value<Value: Decodable>(_ response: HTTPResponse) throws(Failure) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(response.body))
        } catch {
            throw .fatal("\(response.status): \(String(decoding: response.body, as: UTF8.self))")
        }
    }

    func verify(group: String, admin: String) async throws(Failure) {
        guard try await answer("admins/\(admin)").status == 200 else {
            throw .configuration("\(admin) is no administrator")
        }
    }

    func groups() async throws(Failure) -> [ListedGroup] {
        let ids: [String] = try value(try await answer("groups"))
        // A broken one leaves the first out.
        return ids.suffix(breaks == "groups" ? 1 : ids.count).map {
            ListedGroup(id: $0, name: $0.capitalized)
        }
    }

    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        Destination(id: breaks == "place" ? UUID().uuidString : "conformance-place")
    }

    func has(_ destination: Destination) async throws(Failure) -> Bool {
        try await answer("places/\(destination.id)").status == 200
    }

    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        let list = items.map(\.payload).joined(separator: ",")
        let response = try await answer("batches", .post, #"{"kind":"\#(kind.rawValue)","items":[\#(list)]}"#)
        guard response.status == 200 else { throw .item("the batch was refused: \(response.status)") }
        let batch: Service.Batch = try value(response)
        return OperationID(batch.id)
    }

    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        let response = try await answer("batches/\(operation.text)")
        guard response.status == 200 else { return BatchOutcome(end: .forgotten, results: [:]) }
        let batch: Service.Batch = try value(response)
        let results = batch.results.map { result in
            (
                result.key,
                result.id.map { id in
                    ItemResult.accepted(resource: breaks == "repetition" ? "\(batch.id)-\(id)" : id)
                } ?? .refused(reason: result.error ?? "")
            )
        }
        let isWhole = breaks != "results" || !batch.results.contains { $0.error != nil }
        return BatchOutcome(
            end: .completed,
            results: isWhole ? Dictionary(results) { $1 } : [:])
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        let batches: [Service.Batch] = try value(try await answer("batches"))
        let found = batches.first { batch in
            !known.contains(OperationID(batch.id)) && Set(batch.results.map(\.key)) == keys
        }
        return found.map { OperationID($0.id) } ?? (breaks == "lost-batch" ? OperationID("b0") : nil)
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool {
        try await answer("people/\(mail)").status == 200
    }

    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        let response = try await answer("courses/\(externalID)")
        if response.status == 404 { return nil }
        guard response.status == 200 else {
            let shown = breaks == "secrets" ? String(decoding: response.body, as: UTF8.self) : ""
            return .refused(reason: "the service answered \(response.status)\(shown)")
        }
        return .accepted(resource: externalID)
    }

    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        try await recording([])
        let response = try await answer(
            "tags/\(externalID)", .put, #"["\#(names.joined(separator: #"",""#))"]"#)
        let course: Service.Course = try value(response)
        return .tagged(resource: course.id, owned: [], leftOut: [])
    }
}
