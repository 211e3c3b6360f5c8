import ConnectorKit
import Foundation

/// Reads the sample platform back, but for what ``SamplePlatformClient/breaks`` names.
struct SamplePlatformReader: PlatformReader {
    typealias Service = SamplePlatformService
    let client: SamplePlatformClient

    private func courses() async throws(Failure) -> [Service.Course] {
        try client.value(try await client.answer("courses"))
    }

    private func held(_ course: Service.Course) -> HeldCourse {
        HeldCourse(
            resource: course.id, isArchived: course.isArchived,
            fields: ["name": client.breaks == "read-fields" ? course.firstName : course.name])
    }

    func differences(
        of destination: Destination, from plan: DestinationPlan
    ) async throws(Failure) -> [String]? {
        try await client.has(destination) ? [] : nil
    }

    func courses(
        in destination: Destination, group: String, page: String?
    ) async throws(Failure) -> ReadPage<HeldCourse> {
        let all = try await courses()
        let start = page.flatMap { Int($0) } ?? 0
        let end = start + 7
        let isLast = end >= all.count || client.breaks == "read-courses"
        return ReadPage(all.dropFirst(start).prefix(7).map(held), next: isLast ? nil : String(end))
    }

    func course(_ externalID: String, in destination: Destination) async throws(Failure) -> HeldCourse? {
        try await courses().first { $0.key == externalID }.map(held)
    }

    func fields(of content: LearningObject) -> [String: String] { ["name": content.name] }

    func tags(of resource: String) async throws(Failure) -> HeldTags? {
        try await courses().first { $0.id == resource }.map {
            HeldTags(client.breaks == "read-tags" ? $0.tags.map { _ in resource } : $0.tags, isFull: false)
        }
    }

    func attempts(at resource: String, page: String?) async throws(Failure) -> ReadPage<HeldAttempt> {
        let tries = try await courses().first { $0.id == resource }?.tries ?? []
        return ReadPage(
            tries.map {
                HeldAttempt(
                    learner: $0.mail, firstActivity: $0.first,
                    lastActivity: client.breaks == "read-attempts" ? .distantPast : $0.last,
                    isCompleted: $0.progress == 100)
            }, next: nil)
    }

    func learner(_ mail: String) async throws(Failure) -> String? { mail }
}
