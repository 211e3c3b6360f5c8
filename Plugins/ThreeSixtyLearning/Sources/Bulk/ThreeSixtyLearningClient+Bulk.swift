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
        try await list(operation).reduce(into: [:]) { found, result in
            if let key = result.key { found[key] = result.result }
        }
    }

    private func list(_ operation: OperationID) async throws(PlatformProblem) -> [BulkResult] {
        try await api.value(.get, "bulk/operations/\(operation.text)/results")
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
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
                let results = try await list(id)
                let taken = results.compactMap(\.key)
                if !taken.isEmpty, keys.isSuperset(of: taken),
                    try await isOf(destination, results.first { $0.status == "success" })
                {
                    return id
                }
            }
            return nil
        }
    }

    /// An operation does not say of which integration it is: whether one of its results shows in this one. An operation
    /// that took nothing is nobody's, so that its batch is sent again.
    private func isOf(
        _ destination: Destination, _ result: BulkResult?
    ) async throws(PlatformProblem) -> Bool {
        guard let result, let id = result.input.externalId ?? result.input.courseIdentifier?.value,
            let course = try await courseID(id, in: destination)
        else { return false }
        guard let mail = result.input.userIdentifier?.value else { return course == result.resourceId }
        let learner: PlatformUser?
        do throws(Failure) { learner = try await user(mail) } catch { throw .failed(error) }
        guard let learner, let last = result.input.lastActivityAt.flatMap(Timestamp.milliseconds) else {
            return false
        }
        var query = URLQuery()
        query.add("courseId[eq]", course)
        query.add("userId[eq]", learner.id)
        do throws(PlatformProblem) {
            return try await api.list("courses/stats", query: query, of: PlatformAttempt.self)
                .contains { $0.lastActivityAt.flatMap(Timestamp.milliseconds) == last }
        } catch {
            // A statistic that is sent again changes nothing; so delivery works without this scope too.
            guard error.code == "invalid_scope" else { throw error }
            return false
        }
    }

    /// Seconds by which the platform's clock and this machine's may differ (our decision).
    private static let clockDifference: TimeInterval = 300
}
