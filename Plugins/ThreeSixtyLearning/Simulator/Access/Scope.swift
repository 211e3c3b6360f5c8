/// What credentials may be allowed to do (rule D2).
package enum Scope: String, Sendable, CaseIterable {
    case usersRead = "users:read"
    case groupsRead = "groups:read"
    case integrationsRead = "integrations:read"
    case integrationsWrite = "integrations:write"
    case integrationsBulk = "integrations:bulk"
    case bulkOperationsRead = "bulkOperations:read"
    case coursesRead = "courses:read"
    case coursesWrite = "courses:write"
    case courseStatsRead = "courseStats:read"
    case tagsRead = "tags:read"
    case tagsWrite = "tags:write"

    package static let all = Set(allCases)
}
