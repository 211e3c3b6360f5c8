import Foundation
import SimulatorSupport

extension LMSState {
    /// `PUT /api/v2/bulk/integrations/{integrationId}/courses`.
    mutating func importCourses(_ call: Call) throws(Refusal) -> PlatformAnswer {
        try submit(call, .importExternalCourses, most: 10_000)
    }

    /// `DELETE /api/v2/bulk/integrations/{integrationId}/courses`.
    mutating func archiveCourses(_ call: Call) throws(Refusal) -> PlatformAnswer {
        try submit(call, .archiveExternalCourses, most: 1_000)
    }

    /// `POST /api/v2/bulk/integrations/{integrationId}/stats`.
    mutating func importStatistics(_ call: Call) throws(Refusal) -> PlatformAnswer {
        try submit(call, .importExternalStatistics, most: 10_000)
    }

    private mutating func submit(
        _ call: Call, _ kind: Operation.Kind, most: Int
    ) throws(Refusal) -> PlatformAnswer {
        let integration = integrations[try indexOfWritable(call.parameters[0])]
        let input = try input(call.request, most: most)
        let active = operations.count { !$0.hasEnded(call.now) }
        guard active < options.concurrentOperations else {
            throw .nested(
                429, "bulkOperationsConcurrencyLimitReached", "\(active) bulk operations are under way")
        }
        let started = call.now.addingTimeInterval(options.operationDelay)
        let fault = operationDice.roll(page: operations.count + 1)
        let reached = fault == .failedOperation ? input.count / 2 : input.count
        let operation = Operation(
            id: newID(.operation), kind: kind, integration: integration, input: input, reached: reached,
            createdAt: call.now,
            queuedAt: call.now.addingTimeInterval(options.operationDelay / 2), startedAt: started,
            endsAt: started.addingTimeInterval(Double(reached) / options.itemsPerSecond), fault: fault)
        operations.append(operation)
        operationPeak = max(operationPeak, active + 1)
        return PlatformAnswer(
            status: 202,
            headers: ["Location": "\(call.request.origin)/api/v2/bulk/operations/\(operation.id)"])
    }

    /// The body is refused whole where it is no list of the published length. An item that is not as published
    /// is refused alone, in the results: the published codes leave nothing else (our decision).
    private func input(_ request: PlatformRequest, most: Int) throws(Refusal) -> [JSONValue] {
        guard request.headers["content-type"]?.split(separator: ";").first?.lowercased() == "application/json"
        else { throw .nested(400, "invalidInput", "The Content-Type is not application/json") }
        guard let members = JSONValue(request.body)?.members, let input = members["input"]?.list else {
            throw .nested(400, "invalidInput", "The body is no object with an array \"input\"")
        }
        if let unknown = members.keys.filter({ $0 != "input" }).min() {
            throw .nested(400, "invalidInput", "\(unknown) is not expected")
        }
        guard input.count <= most else {
            throw .nested(
                400, "inputTooLong", "The input has \(input.count) objects; at most \(most) are accepted")
        }
        return input
    }
}
