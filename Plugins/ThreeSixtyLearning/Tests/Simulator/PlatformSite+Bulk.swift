import ConnectorKit
import Testing

extension PlatformSite {
    /// Delivers one course.
    ///
    /// - Returns: its id on the platform.
    func delivered(_ id: String, to integration: String) async throws -> String {
        let results = try await bulk(.put, integration, "courses", [Self.course(id)])
        #expect(results.values("status") == ["success"])
        return try #require(results.values("resourceId").first)
    }

    /// Submits a bulk operation and waits for its results.
    func bulk(
        _ method: HTTPRequest.Method, _ integration: String, _ what: String, _ items: [String]
    ) async throws -> Answered {
        let submitted = try await ask(
            method, "bulk/integrations/\(integration)/\(what)", Self.input(items))
        #expect(submitted.status == 202)
        return try await results(of: submitted)
    }

    func results(of submitted: Answered) async throws -> Answered {
        while true {
            let results = try await ask(.get, "bulk/operations/\(submitted.operation)/results")
            if results.status == 200 { return results }
            try #require(
                results == .nested(400, "bulkOperationNotRun", "The operation has not ended"))
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    static func statistic(
        _ course: String, _ mail: String, progress: Int, first: String, last: String, _ more: String = ""
    ) -> String {
        """
        {"courseIdentifier":{"type":"externalId","value":"\(course)"},\
        "userIdentifier":{"type":"mail","value":"\(mail)"},"progress":\(progress),"timeSpent":60000,\
        "firstActivityAt":"\(first)","lastActivityAt":"\(last)"\(more)}
        """
    }
}
