import Foundation

extension LMSState {
    /// Carries out the operations that have come to their end by now, in the order in which they ended.
    mutating func progress(to now: Date) {
        let due = operations.indices.filter { operations[$0].results == nil && operations[$0].hasEnded(now) }
            .sorted { operations[$0].endsAt < operations[$1].endsAt }
        for index in due { carryOut(index) }
    }

    private mutating func carryOut(_ index: Int) {
        let operation = operations[index]
        let isActive = integrations.contains { $0.id == operation.integration.id }
        operations[index].results = operation.input.prefix(operation.reached).enumerated().map {
            position, item in
            if operation.fault == .refusedItems, position % 2 == 0 {
                return Self.refused(item, "a fault on demand")
            }
            guard isActive else { return Self.refused(item, "The integration was deleted") }
            return carryOut(item, of: operation)
        }
        operations[index].input = []
    }

    private mutating func carryOut(_ item: JSONValue, of operation: Operation) -> JSONValue {
        switch operation.kind {
        case .importExternalCourses:
            if let problem = Shape.externalCourse.problem(item, at: "") {
                return Self.refused(item, problem)
            }
            if let author = item["authorId"]?.text, user(author) == nil {
                return Self.refused(item, "There is no user \(author)")
            }
            return Self.done(item, upsert(item, into: operation.integration, now: operation.endsAt))
        case .archiveExternalCourses:
            if let problem = Shape.archivedCourse.problem(item, at: "") {
                return Self.refused(item, problem)
            }
            let id = item["externalId"]?.text ?? ""
            guard let index = courses.index(id, of: operation.integration.id) else {
                return Self.refused(item, "There is no course \"\(id)\" in this integration")
            }
            courses[index].isArchived = true
            return Self.done(item, courses[index].id)
        case .importExternalStatistics:
            do throws(ItemRefusal) {
                return Self.done(item, try take(item, of: operation.integration.id))
            } catch {
                return Self.refused(item, error.reason)
            }
        }
    }

    private static func done(_ item: JSONValue, _ resource: String) -> JSONValue {
        ["input": item, "status": .text("success"), "resourceId": .text(resource)]
    }

    private static func refused(_ item: JSONValue, _ reason: String) -> JSONValue {
        ["input": item, "status": .text("error"), "errorMessage": .text(reason)]
    }
}

/// Why an item of a bulk operation is not taken.
struct ItemRefusal: Error {
    let reason: String
}
