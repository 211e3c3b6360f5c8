/// A request that was answered.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    /// As it was sent, of the URL or of a form.
    package let query: String
    package let status: Int
    /// What went wrong on purpose.
    package let fault: Fault?
}
