import ConnectorKit

/// A platform's reader whose failures show no secrets.
struct SessionReader: PlatformReader {
    let base: any PlatformReader
    let hidingSecrets: @Sendable (String) -> String

    func differences(
        of destination: Destination, from plan: DestinationPlan
    ) async throws(Failure) -> [String]? {
        try await call { () async throws(Failure) in try await base.differences(of: destination, from: plan) }
    }

    func courses(
        in destination: Destination, group: String, page: String?
    ) async throws(Failure) -> ReadPage<HeldCourse> {
        try await call { () async throws(Failure) in
            try await base.courses(in: destination, group: group, page: page)
        }
    }

    func course(_ externalID: String, in destination: Destination) async throws(Failure) -> HeldCourse? {
        try await call { () async throws(Failure) in try await base.course(externalID, in: destination) }
    }

    func fields(of content: LearningObject) -> [String: String] { base.fields(of: content) }

    func tags(of resource: String) async throws(Failure) -> HeldTags? {
        try await call { () async throws(Failure) in try await base.tags(of: resource) }
    }

    func attempts(at resource: String, page: String?) async throws(Failure) -> ReadPage<HeldAttempt> {
        try await call { () async throws(Failure) in try await base.attempts(at: resource, page: page) }
    }

    func learner(_ mail: String) async throws(Failure) -> String? {
        try await call { () async throws(Failure) in try await base.learner(mail) }
    }

    private func call<Value>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        do throws(Failure) { return try await body() } catch { throw error.mapMessage(hidingSecrets) }
    }
}
