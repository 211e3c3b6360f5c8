import ConnectorKit

extension ThreeSixtyLearningClient {
    /// Writing replaces all tags of a course, so they are read first; nothing is written if nothing
    /// changes.
    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>,
        recording: @Sendable (Set<String>) async throws(Failure) -> Void = { _ throws(Failure) in }
    ) async throws(Failure) -> TagResult? {
        try await attempt { () async throws(PlatformProblem) in
            let wanted = try await tagDirectory.ids(names, over: api)
            return try await onCourse(externalID, resource, destination) { course throws(PlatformProblem) in
                try await merge(wanted, names, owned, into: course, recording)
            } refused: {
                .refused(reason: $0)
            }
        }
    }

    func tagIDs(of course: String) async throws(PlatformProblem) -> [String] {
        struct CourseTag: Decodable { let tagId: String }
        return try await api.list("courses/\(course)/tags", of: CourseTag.self).map(\.tagId)
    }

    private func merge(
        _ wanted: [String], _ names: [String], _ owned: Set<String>, into course: String,
        _ recording: (Set<String>) async throws(Failure) -> Void
    ) async throws(PlatformProblem) -> TagResult {
        struct Tags: Encodable { let tagIds: [String] }
        let present = try await tagIDs(of: course)
        let merged = TagMerge(present: present, wanted: wanted, owned: owned)
        if merged.owned != owned {
            do throws(Failure) { try await recording(merged.owned) } catch { throw .failed(error) }
        }
        if merged.tags != present {
            _ = try await api.answer(
                .put, "courses/\(course)/tags", body: PlatformJSON.bytes(Tags(tagIds: merged.tags)))
        }
        let leftOut = tagDirectory.names(of: merged.leftOut, among: names)
        return .tagged(resource: course, owned: merged.owned, leftOut: leftOut)
    }
}
