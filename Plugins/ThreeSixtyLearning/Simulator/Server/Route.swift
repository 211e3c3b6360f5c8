/// An endpoint: method, path, the scope it needs, and what answers it.
struct Route: Sendable {
    typealias Answer = @Sendable (inout LMSState, Call) throws(Refusal) -> PlatformAnswer

    let method: String
    let path: [Substring]
    /// Nil for the token endpoint, which also needs no token.
    let scope: Scope?
    let answer: Answer

    private init(_ method: String, _ path: Substring, _ scope: Scope?, _ answer: @escaping Answer) {
        self.method = method
        self.path = path.split(separator: "/")
        self.scope = scope
        self.answer = answer
    }

    var isBulk: Bool { path.first == "bulk" && path.dropFirst().first == "integrations" }

    /// The route of a request and what its path leaves open.
    ///
    /// - Throws: ``Refusal`` 404 for a path that is none of those, 405 for a method it does not take. No
    ///   answer is published for either (our decision).
    static func find(_ request: PlatformRequest) throws(Refusal) -> (Route, [String]) {
        let prefix = "/api/v2/"
        let parts = request.path.dropFirst(prefix.count).split(separator: "/")
        let fitting = request.path.hasPrefix(prefix) ? all.filter { $0.fits(parts) } : []
        // A path that is written out is meant before one with a place left open.
        guard let named = fitting.max(by: { $0.literals < $1.literals }) else {
            throw .nested(404, "notFound", "There is no \(request.path)")
        }
        guard let route = fitting.first(where: { $0.method == request.method && $0.path == named.path })
        else {
            throw .nested(
                405, "methodNotAllowed", "\(request.path) does not take \(request.method)")
        }
        let open = zip(route.path, parts).filter { $0.0 == "*" }.map { Query.decode($0.1) ?? "" }
        return (route, open)
    }

    private var literals: Int { path.count { $0 != "*" } }

    private func fits(_ parts: [Substring]) -> Bool {
        parts.count == path.count && zip(path, parts).allSatisfy { $0 == "*" || $0 == $1 }
    }

    private static let all: [Route] = [
        Route("POST", "oauth2/token", nil) { (state, call) throws(Refusal) in try state.token(call) },
        Route("GET", "users", .usersRead) { (state, call) throws(Refusal) in try state.listUsers(call) },
        Route("GET", "users/*", .usersRead) { (state, call) throws(Refusal) in try state.getUser(call) },
        Route("GET", "users/*/roles", .usersRead) { (state, call) throws(Refusal) in
            try state.listRoles(call)
        },
        Route("GET", "groups", .groupsRead) { (state, call) throws(Refusal) in try state.listGroups(call) },
        Route("GET", "groups/*", .groupsRead) { (state, call) throws(Refusal) in try state.getGroup(call) },
        Route("GET", "integrations", .integrationsRead) { (state, call) throws(Refusal) in
            try state.listIntegrations(call)
        },
        Route("POST", "integrations", .integrationsWrite) { (state, call) throws(Refusal) in
            try state.createIntegration(call)
        },
        Route("PATCH", "integrations/*", .integrationsWrite) { (state, call) throws(Refusal) in
            try state.editIntegration(call)
        },
        Route("DELETE", "integrations/*", .integrationsWrite) { (state, call) throws(Refusal) in
            try state.deleteIntegration(call)
        },
        Route("GET", "integrations/*/courses/*", .integrationsRead) { (state, call) throws(Refusal) in
            try state.getExternalCourse(call)
        },
        Route("GET", "courses", .coursesRead) { (state, call) throws(Refusal) in
            try state.listCourses(call)
        },
        Route("GET", "courses/stats", .courseStatsRead) { (state, call) throws(Refusal) in
            try state.listStatistics(call)
        },
        Route("GET", "courses/*", .coursesRead) { (state, call) throws(Refusal) in
            try state.getCourse(call)
        },
        Route("PUT", "courses/*/archive", .coursesWrite) { (state, call) throws(Refusal) in
            try state.archiveCourse(call)
        },
        Route("GET", "courses/*/tags", .tagsRead) { (state, call) throws(Refusal) in
            try state.listCourseTags(call)
        },
        Route("PUT", "courses/*/tags", .coursesWrite) { (state, call) throws(Refusal) in
            try state.replaceCourseTags(call)
        },
        Route("GET", "tags", .tagsRead) { (state, call) throws(Refusal) in try state.listTags(call) },
        Route("POST", "tags", .tagsWrite) { (state, call) throws(Refusal) in try state.createTag(call) },
        Route("GET", "tags/*", .tagsRead) { (state, call) throws(Refusal) in try state.getTag(call) },
        Route("PUT", "tags/*", .tagsWrite) { (state, call) throws(Refusal) in try state.replaceTag(call) },
        Route("DELETE", "tags/*", .tagsWrite) { (state, call) throws(Refusal) in try state.deleteTag(call) },
        Route("PUT", "bulk/integrations/*/courses", .integrationsBulk) { (state, call) throws(Refusal) in
            try state.importCourses(call)
        },
        Route("DELETE", "bulk/integrations/*/courses", .integrationsBulk) { (state, call) throws(Refusal) in
            try state.archiveCourses(call)
        },
        Route("POST", "bulk/integrations/*/stats", .integrationsBulk) { (state, call) throws(Refusal) in
            try state.importStatistics(call)
        },
        Route("GET", "bulk/operations", .bulkOperationsRead) { (state, call) throws(Refusal) in
            try state.listOperations(call)
        },
        Route("GET", "bulk/operations/*", .bulkOperationsRead) { (state, call) throws(Refusal) in
            try state.getOperation(call)
        },
        Route("GET", "bulk/operations/*/results", .bulkOperationsRead) { (state, call) throws(Refusal) in
            try state.getResults(call)
        },
    ]
}
