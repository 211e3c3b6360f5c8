import ConfigurationFiles
import Host
import Model

extension APICall {
    /// The course of the path, by its own id or its provider's (rule R17).
    func course() async throws -> Course {
        let group = try group()
        let id = self["course"]
        return try await course(id, in: group.id)
            ?? { throw Problem.notFound("\(group.name) has no course \"\(id)\"") }()
    }

    /// The course of the path, in any group that the token covers.
    func anyCourse() async throws -> Course {
        let id = self["course"]
        return try await course(id, in: nil) ?? { throw Problem.notFound("there is no course \"\(id)\"") }()
    }

    /// - Returns: nil if there is none that the token covers.
    /// - Throws: ``Problem`` if there are several.
    func course(_ word: String, in group: String?) async throws -> Course? {
        switch try await host.course(named: word, in: group, isSeen: { token.covers(group: $0) }) {
        case .none: nil
        case .one(let course): course
        case .several(let sentence): throw Problem.badRequest(sentence)
        }
    }
}
