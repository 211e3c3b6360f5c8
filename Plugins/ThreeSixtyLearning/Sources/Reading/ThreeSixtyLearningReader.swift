import ConnectorKit
import Foundation
import Synchronization

/// Reads back what 360Learning holds (rule D26).
struct ThreeSixtyLearningReader: PlatformReader {
    let client: ThreeSixtyLearningClient
    private var api: PlatformAPI { client.api }

    func differences(
        of destination: Destination, from plan: DestinationPlan
    ) async throws(Failure) -> [String]? {
        let author = try await client.administrator(plan.admin).id
        return try await client.attempt { () async throws(PlatformProblem) in
            guard let found = try await client.all().first(where: { $0.id == destination.id }) else {
                return nil
            }
            return IntegrationFields(plan, author: author).missing(in: found)?.names ?? []
        }
    }

    func courses(
        in destination: Destination, group: String, page: String?
    ) async throws(Failure) -> ReadPage<HeldCourse> {
        try await client.attempt { () async throws(PlatformProblem) in
            var query = URLQuery()
            query.add("type[eq]", "external")
            query.add("groupId[eq]", group)
            let found: (elements: [PlatformCourse], next: String?) = try await api.page(
                "courses", query: page ?? query.text)
            return ReadPage(found.elements.compactMap(\.held), next: found.next)
        }
    }

    func course(_ externalID: String, in destination: Destination) async throws(Failure) -> HeldCourse? {
        try await client.attempt { () async throws(PlatformProblem) in
            guard let id = try await client.courseID(externalID, in: destination) else { return nil }
            do throws(PlatformProblem) {
                return try await api.value(.get, "courses/\(id)", as: PlatformCourse.self).held
            } catch {
                guard error.code == "courseNotFound" else { throw error }
                return nil
            }
        }
    }

    func fields(of content: LearningObject) -> [String: String] {
        let sent = ExternalCourse(content, language: client.language)
        return [
            PlatformCourse.title: sent.name, PlatformCourse.language: sent.defaultLang,
            PlatformCourse.description: sent.description ?? "",
            PlatformCourse.duration: sent.duration.map(String.init) ?? "",
        ]
    }

    func tags(of resource: String) async throws(Failure) -> HeldTags? {
        try await client.attempt { () async throws(PlatformProblem) in
            do throws(PlatformProblem) {
                let ids = try await client.tagIDs(of: resource)
                let names = try await client.tagDirectory.names(of: ids, over: api)
                return HeldTags(names, isFull: ids.count >= TagMerge.most)
            } catch {
                guard error.code == "courseNotFound" else { throw error }
                return nil
            }
        }
    }

    func attempts(at resource: String, page: String?) async throws(Failure) -> ReadPage<HeldAttempt> {
        try await client.attempt { () async throws(PlatformProblem) in
            var query = URLQuery()
            query.add("courseId[eq]", resource)
            let found: (elements: [PlatformAttempt], next: String?) = try await api.page(
                "courses/stats", query: page ?? query.text)
            return ReadPage(
                found.elements.filter { $0.courseId == resource }.compactMap(\.held), next: found.next)
        }
    }

    func learner(_ mail: String) async throws(Failure) -> String? {
        if let known = client.knownLearners[mail] { return known }
        guard let id = try await client.user(mail)?.id else { return nil }
        client.knownLearners.add(mail, id)
        return id
    }
}

extension IntegrationFields {
    /// Those that are not nil, as `integration` in a file calls them.
    fileprivate var names: [String] {
        let all: [(Bool, String)] = [
            (externalPlatform != nil, "name"), (groupId != nil, "group"), (authorId != nil, "author"),
            (externalPlatformLogoUrl != nil, "logo"),
            (defaultProgress != nil, "default_progress"), (defaultCompletion != nil, "default_completion"),
            (noGroupPropagation != nil, "subgroups"),
        ]
        return all.filter(\.0).map(\.1)
    }
}

/// The platform's ids of learners, kept for one run.
final class KnownLearners: Sendable {
    private let ids = Mutex<[String: String]>([:])

    subscript(_ mail: String) -> String? { ids.withLock { $0[mail] } }
    func add(_ mail: String, _ id: String) { ids.withLock { $0[mail] = id } }
}
