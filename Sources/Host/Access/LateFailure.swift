/// A failure that may come after the change it is about was made, so that the audit trail keeps its note.
package protocol LateFailure: Error {
    /// Whether the change was made all the same.
    var isAfterChange: Bool { get }
}
