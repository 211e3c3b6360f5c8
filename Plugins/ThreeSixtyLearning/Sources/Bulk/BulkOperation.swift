import ConnectorKit
import Foundation

/// A bulk operation as the platform reports it.
struct BulkOperation: Decodable {
    let id: String
    let status: String
    let errorMessage: String?

    private enum CodingKeys: String, CodingKey { case id = "_id", status, errorMessage }

    /// How it ended; nil if it has not.
    var end: BatchOutcome.End? {
        switch status {
        case "completed": .completed
        case "error": .stopped(errorMessage ?? "no reason was given")
        default: nil
        }
    }
}

/// What became of one item of a bulk operation.
struct BulkResult: Decodable {
    let input: Input
    let status: String
    let resourceId: String?
    let errorMessage: String?

    /// The item as it was sent, as far as tells which one it is.
    struct Input: Decodable {
        let externalId: String?
        let courseIdentifier: ExternalStatistic.Identifier?
        let userIdentifier: ExternalStatistic.Identifier?
        let firstActivityAt: String?
        let lastActivityAt: String?
    }

    /// Nil if it names no item.
    var key: String? {
        if let id = input.externalId { return id }
        guard let course = input.courseIdentifier, let user = input.userIdentifier,
            let first = input.firstActivityAt
        else { return nil }
        return ExternalStatistic.key(course.value, user.value, first)
    }

    var result: ItemResult {
        status == "success"
            ? .accepted(resource: resourceId ?? "")
            : .refused(reason: errorMessage ?? "360Learning gave no reason")
    }
}

extension BatchKind {
    /// The type of its operations.
    var operationType: String {
        switch self {
        case .courses: "importExternalCourses"
        case .archive: "archiveExternalCourses"
        case .statistics: "importExternalStatistics"
        }
    }

    var method: HTTPRequest.Method {
        switch self {
        case .courses: .put
        case .archive: .delete
        case .statistics: .post
        }
    }

    func path(_ destination: Destination) -> String {
        let what = self == .statistics ? "stats" : "courses"
        return "bulk/integrations/\(destination.id)/\(what)"
    }
}
