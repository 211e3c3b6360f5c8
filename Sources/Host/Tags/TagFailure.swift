package import Store

/// Why the tags of a course stayed as they were; every case but the last is in words for a person.
package enum TagFailure: Error, Sendable {
    /// A name that is none.
    case invalid(String)
    /// The group has no such course, or the course no such tag.
    case unknown(String)
    /// The tag is the provider's.
    case refused(String)
    case store(StoreError)
}
