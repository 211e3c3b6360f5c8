import ConnectorKit
import Foundation

/// Skeleton's HTTP API during one run.
struct SkeletonClient: PlatformClient {
    let connection: Connection
    let clock: any Clock<Duration>

    /// Raise it if ``item(for:)`` makes something else of the same content.
    var rendering: String { "1" }

    func item(for content: LearningObject) -> DeliveryItem {
        DeliveryItem(
            key: content.externalID,
            payload: JSON.text(
                SentCourse(id: content.externalID, name: content.name, launchURL: content.launchURL)))
    }

    func item(archiving externalID: String) -> DeliveryItem {
        DeliveryItem(key: externalID, payload: JSON.text(["id": externalID]))
    }

    func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let sent = SentStatistic(statistic)
        return DeliveryItem(key: sent.id, payload: JSON.text(sent))
    }

    func verify(group: String, admin: String) async throws(Failure) {
        guard try await isThere("groups/\(JSON.path(group))/admins/\(JSON.path(admin))") else {
            throw .configuration("Skeleton has no administrator \(admin) of the group \(group)")
        }
    }

    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        let place = NewPlace(name: plan.name, group: plan.group, admin: plan.admin)
        let made: Place = try await value(.put, "places", body: JSON.text(place))
        return Destination(id: made.id)
    }

    func has(_ destination: Destination) async throws(Failure) -> Bool {
        try await isThere("places/\(JSON.path(destination.id))")
    }

    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        let list = items.map(\.payload).joined(separator: ",")
        let batch: Batch = try await value(
            .post, "places/\(JSON.path(destination.id))/batches",
            body: #"{"kind":"\#(kind.rawValue)","items":[\#(list)]}"#)
        return OperationID(batch.id)
    }

    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        for _ in 1...600 {
            let response = try await send(.get, "batches/\(JSON.path(operation.text))")
            if response.status == 404 { return BatchOutcome(end: .forgotten, results: [:]) }
            let batch: Batch = try read(response)
            if batch.done { return BatchOutcome(end: .completed, results: batch.outcomes) }
            do { try await clock.sleep(for: .seconds(1)) } catch { throw .fatal("cancelled while waiting") }
        }
        throw .transient(
            "the batch \(operation.text) has not ended; it is asked about again with the next run")
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        let batches: [Batch] = try await value(.get, "batches?kind=\(kind.rawValue)")
        return batches.first { batch in
            !known.contains(OperationID(batch.id)) && Set(batch.results.map(\.id)) == keys
        }.map { OperationID($0.id) }
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool {
        try await isThere("learners/\(JSON.path(mail))")
    }

    /// A course that is sent again is active again, so there is nothing to do but to look for it.
    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        let path = "places/\(JSON.path(destination.id))/courses/\(JSON.path(externalID))"
        let response = try await send(.patch, path, body: #"{"archived":false}"#, repeatable: true)
        if response.status == 404 { return nil }
        let course: Course = try read(response)
        return .accepted(resource: course.resource)
    }

    /// Skeleton has no tags.
    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        .refused(reason: "Skeleton has no tags")
    }
}

// MARK: - Requests

extension SkeletonClient {
    private func send(
        _ method: HTTPRequest.Method, _ path: String, body: String? = nil, repeatable: Bool? = nil
    ) async throws(Failure) -> HTTPResponse {
        try await connection.client.send(
            HTTPRequest(
                method, "\(connection.settings["url"] ?? "")/\(path)",
                headers: body == nil ? [] : [HTTPHeader("Content-Type", "application/json")],
                body: body.map { Array($0.utf8) }, repeatable: repeatable))
    }

    private func value<Value: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, body: String? = nil
    ) async throws(Failure) -> Value {
        try read(try await send(method, path, body: body))
    }

    private func isThere(_ path: String) async throws(Failure) -> Bool {
        let response = try await send(.get, path)
        if response.status == 404 { return false }
        guard response.status == 200 else { throw refusal(response) }
        return true
    }

    private func read<Value: Decodable>(_ response: HTTPResponse) throws(Failure) -> Value {
        guard (200...299).contains(response.status) else { throw refusal(response) }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(response.body))
        } catch {
            throw .contract("Skeleton answered \(response.status) with what is not its JSON")
        }
    }

    private func refusal(_ response: HTTPResponse) -> Failure {
        let text = "Skeleton answered \(response.status)"
        return switch response.status {
        case 401, 403: .credentials(text)
        case 413, 422: .item(text)
        default: .fatal(text)
        }
    }
}
