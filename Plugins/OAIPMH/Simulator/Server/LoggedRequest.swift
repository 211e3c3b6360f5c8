/// A request that was answered.
public struct LoggedRequest: Sendable, Equatable {
    public let method: String
    /// As it was sent, of the URL or of a form.
    public let query: String
    public let status: Int
    /// What went wrong on purpose.
    public let fault: Fault?
}
