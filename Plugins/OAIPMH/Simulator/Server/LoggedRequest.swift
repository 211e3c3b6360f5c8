/// An answered request.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    /// The query as sent, in the URL or as a form.
    package let query: String
    package let status: Int
    /// The injected fault.
    package let fault: Fault?
}
