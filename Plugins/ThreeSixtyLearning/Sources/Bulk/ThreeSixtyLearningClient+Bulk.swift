import ConnectorKit
import Foundation

extension ThreeSixtyLearningClient {
    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        try await attempt { () async throws(PlatformProblem) in
            try await accepted(kind, items, destination)
        }
    }

    /// Other programs of the same company have bulk operations too: while they leave no room, this waits.
    private func accepted(
        _ kind: BatchKind, _ items: [DeliveryItem], _ destination: Destination
    ) async throws(PlatformProblem) -> OperationID {
        let body = Array("{\"input\":[\(items.map(\.payload).joined(separator: ","))]}".utf8)
        var pauses = retryPolicy.pauses.makeIterator()
        while true {
            do throws(PlatformProblem) {
                let answer = try await api.answer(
                    kind.method, kind.path(destination), body: body, repeatable: false)
                return try operation(in: answer, kind)
            } catch .failed(.rateLimited(let retryAfter, let message)) {
                guard let next = pauses.next() else {
                    throw .failed(.rateLimited(retryAfter: retryAfter, message))
                }
                try await pause(max(next, retryAfter ?? .zero))
            } catch .refused(let refusal) where refusal.concernsInput {
                throw .failed(.item(refusal.text))
            }
        }
    }

    private func operation(
        in answer: HTTPResponse, _ kind: BatchKind
    ) throws(PlatformProblem) -> OperationID {
        let location = answer.header("Location")?.prefix { $0 != "?" && $0 != "#" }
        guard let id = location?.split(separator: "/").last, !id.isEmpty else {
            throw .failed(
                .contract(
                    "360Learning accepted a bulk operation (\(kind.operationType)) without saying where it is"
                ))
        }
        return OperationID(String(id))
    }

    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        try await attempt { () async throws(PlatformProblem) in
            guard let end = try await end(of: operation) else {
                return BatchOutcome(end: .forgotten, results: [:])
            }
            return BatchOutcome(end: end, results: try await results(of: operation))
        }
    }

    /// Nil if the platform does not know it.
    private func end(of operation: OperationID) async throws(PlatformProblem) -> BatchOutcome.End? {
        var pauses = retryPolicy.pauses.makeIterator()
        while true {
            do throws(PlatformProblem) {
                let found: BulkOperation = try await api.value(.get, "bulk/operations/\(operation.text)")
                if let end = found.end { return end }
            } catch {
                if error.code == "bulkOperationNotFound" { return nil }
                throw error
            }
            guard let next = pauses.next() else {
                throw .failed(
                    .transient(
                        "360Learning's bulk operation \(operation.text) has not ended; "
                            + "it is asked about again with the next run"))
            }
            try await pause(next)
        }
    }

    private func results(of operation: OperationID) async throws(PlatformProblem) -> [String: ItemResult] {
        let results: [BulkResult] = try await api.value(
            .get, "bulk/operations/\(operation.text)/results")
        var found: [String: ItemResult] = [:]
        for result in results {
            guard let key = result.key else { continue }
            found[key] = result.result
        }
        return found
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, since date: Date, besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        var query = URLQuery()
        query.add("type[eq]", kind.operationType)
        query.add("createdAt[gte]", Timestamp.text(date.addingTimeInterval(-Self.clockDifference)))
        return try await attempt { [query] () async throws(PlatformProblem) in
            let operations: [BulkOperation] = try await api.list("bulk/operations", query: query)
            for found in operations where !known.contains(OperationID(found.id)) {
                let id = OperationID(found.id)
                // What it took shows in its results alone.
                guard try await end(of: id) != nil else { continue }
                let taken = try await results(of: id).keys
                if !taken.isEmpty, keys.isSuperset(of: taken) { return id }
            }
            return nil
        }
    }

    /// Seconds by which the platform's clock and this machine's may differ (our decision).
    private static let clockDifference: TimeInterval = 300
}
