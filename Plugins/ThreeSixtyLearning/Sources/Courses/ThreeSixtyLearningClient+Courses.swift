import ConnectorKit
import Foundation

extension ThreeSixtyLearningClient {
    /// There is no bulk operation for this: one call a course.
    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        try await attempt { () async throws(PlatformProblem) in
            try await onCourse(externalID, resource, destination) { course throws(PlatformProblem) in
                _ = try await api.answer(
                    .put, "courses/\(course)/archive", body: PlatformJSON.bytes(["archived": false]))
                return .accepted(resource: course)
            } refused: {
                .refused(reason: $0)
            }
        }
    }

    /// Runs a call about one course by the platform's own id of it, which is looked up if it is unknown,
    /// or if the known one is out of date.
    ///
    /// - Returns: nil if the platform does not have the course.
    func onCourse<Value>(
        _ externalID: String, _ resource: String?, _ destination: Destination,
        _ call: (String) async throws(PlatformProblem) -> Value, refused: (String) -> Value
    ) async throws(PlatformProblem) -> Value? {
        do throws(PlatformProblem) {
            if let resource {
                do throws(PlatformProblem) {
                    return try await call(resource)
                } catch {
                    guard error.code == "courseNotFound" else { throw error }
                }
            }
            guard let course = try await courseID(externalID, in: destination) else {
                return nil
            }
            return try await call(course)
        } catch .refused(let refusal) where Self.concernsCourse.contains(refusal.code ?? "") {
            return refused(refusal.text)
        }
    }

    private static let concernsCourse: Set = ["courseNotFound", "integrationInactive", "tagNotFound"]

    /// The platform's id of a course that was delivered; nil if it was not.
    func courseID(
        _ externalID: String, in destination: Destination
    ) async throws(PlatformProblem) -> String? {
        struct Found: Decodable { let courseId: String }
        do throws(PlatformProblem) {
            let path = "integrations/\(destination.id)/courses/\(Self.pathPart(SentText.clean(externalID)))"
            return try await api.value(.get, path, as: Found.self).courseId
        } catch {
            guard error.code == "courseNotBelongToIntegration" else { throw error }
            return nil
        }
    }

    private static func pathPart(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "-._~").union(.alphanumerics.intersection(.ascii))
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}

extension CharacterSet {
    fileprivate static let ascii = CharacterSet(charactersIn: Unicode.Scalar(0)...Unicode.Scalar(127))
}
