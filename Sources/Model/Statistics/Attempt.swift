import ConnectorKit
import Foundation

/// One learner's try at one course, in one group.
package struct Attempt: Sendable, Equatable, Identifiable {
    package let id: Int64
    package let group: String
    package let provider: String
    /// The external id of the learning object.
    package let externalCourseID: String
    /// The learner's e-mail address, in small letters.
    package let user: String
    package let state: AttemptState

    package init(
        id: Int64, group: String, provider: String, externalCourseID: String, user: String,
        state: AttemptState
    ) {
        self.id = id
        self.group = group
        self.provider = provider
        self.externalCourseID = externalCourseID
        self.user = user
        self.state = state
    }
}

/// Which attempts are asked for; nil asks for all.
package struct AttemptQuery: Sendable {
    package var group: String?
    /// An e-mail address, in any case.
    package var user: String?
    /// The id of a course.
    package var course: Int64?
    /// Only those with a greater id, in the order of ids; nil leaves the order to the store.
    package var after: Int64?
    /// How many at most; nil for all.
    package var limit: Int?

    package init(group: String? = nil, user: String? = nil, course: Int64? = nil) {
        self.group = group
        self.user = user
        self.course = course
    }
}

/// How learners are told apart: by e-mail address, whatever its case and the space around it (rule A16).
package enum EmailKey {
    /// Nil if the text has no address in it: an address holds no control characters (rule L10).
    package static func of(_ email: String?) -> String? {
        guard let email else { return nil }
        let key = email.trimmed.lowercased()
        return key.isEmpty || key.forbiddenCharacter != nil ? nil : key
    }
}
