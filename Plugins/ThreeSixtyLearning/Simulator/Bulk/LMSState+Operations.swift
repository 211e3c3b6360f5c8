import ConnectorKit
import Foundation

extension LMSState {
    /// `GET /api/v2/bulk/operations`; the newest first (our decision).
    func listOperations(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(
            call, filters: [("createdAt", ["lt", "gte"]), ("status", ["eq"]), ("type", ["eq"])])
        let since = try query.time("createdAt", "gte")
        let until = try query.time("createdAt", "lt")
        let found = operations.reversed().filter { operation in
            query.takes(operation.status(call.now), as: "status")
                && query.takes(operation.kind.rawValue, as: "type")
                && since.map { operation.createdAt >= $0 } ?? true
                && until.map { operation.createdAt < $0 } ?? true
        }
        return try call.page(found, of: 20, query) { $0.json(call.now) }
    }

    /// `GET /api/v2/bulk/operations/{bulkOperationId}`.
    func getOperation(_ call: Call) throws(Refusal) -> PlatformAnswer {
        .json(200, try operation(call.parameters[0]).json(call.now))
    }

    /// `GET /api/v2/bulk/operations/{bulkOperationId}/results`.
    func getResults(_ call: Call) throws(Refusal) -> PlatformAnswer {
        guard let results = try operation(call.parameters[0]).results else {
            throw .nested(400, "bulkOperationNotRun", "The operation has not ended")
        }
        return .json(200, .list(results))
    }

    private func operation(_ id: String) throws(Refusal) -> Operation {
        guard let operation = operations.first(where: { $0.id == id }) else {
            throw .nested(404, "bulkOperationNotFound", "There is no bulk operation \(id)")
        }
        return operation
    }
}
