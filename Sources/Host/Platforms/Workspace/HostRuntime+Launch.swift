import ConnectorKit
import Foundation
package import Model
package import Store

/// Why a course was not launched, in words for a person.
package enum LaunchRefusal: Error, Sendable, Equatable {
    /// The learner's address is none.
    case user(String)
    /// The course is not to be had.
    case course(String)
    case store(StoreError)
}

extension HostRuntime {
    /// Opens an attempt for a learner.
    ///
    /// - Parameter user: the learner's e-mail address, in any case.
    /// - Returns: where the course is played.
    package func launch(_ course: Course, for user: String) async throws(LaunchRefusal) -> String {
        let user = user.trimmed
        let parts = user.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.contains(""), !user.contains(where: \.isWhitespace) else {
            throw .user("user: an e-mail address was expected")
        }
        guard !course.isArchived else {
            throw .course("\(course.archivedSentence), and cannot be launched")
        }
        let url = course.content.launchURL
        // Only a web address: what a provider sends must not become another kind of link.
        guard let address = URL(string: url), ["http", "https"].contains(address.scheme?.lowercased()),
            address.host() != nil
        else { throw .course("\"\(course.content.name)\" has no launch URL") }
        do throws(StoreError) {
            _ = try await store.launch(course: course.id, email: user, at: now)
        } catch {
            throw .store(error)
        }
        return address.absoluteString
    }
}

extension Course {
    /// An archived course and why, as the beginning of a sentence.
    package var archivedSentence: String {
        "\"\(content.name)\" is archived (\(reasons.names.joined(separator: ", ")))"
    }
}
