/// What went wrong at a provider's boundary, by consequence: each case tells the host what to do next.
///
/// The message is for an administrator: it names the request and what would be right, and never
/// holds a secret. Retrying, backing off and giving up are the host's; a provider only classifies.
public enum Failure: Error, Sendable, Equatable {
    /// The settings cannot work (a wrong portal, plain http to another machine). Nothing is retried.
    case configuration(String)
    /// The credentials were refused, or they lack a right that is needed. Nothing is retried.
    case credentials(String)
    /// The other side asked for a pause; `retryAfter` is the pause it named, if it named one.
    case rateLimited(retryAfter: Duration?, String)
    /// A passing fault: no connection, a time-out, a 5xx, a body that was cut off.
    case transient(String)
    /// One item cannot be taken; it is skipped and recorded with this reason, and the run goes on.
    case item(String)
    /// The other side broke its own contract (HTML for JSON, a page without its total, an unknown status).
    case contract(String)
    /// Nothing further can be done in this run.
    case fatal(String)

    /// The message for people.
    public var message: String {
        switch self {
        case .configuration(let text), .credentials(let text), .rateLimited(_, let text),
            .transient(let text), .item(let text), .contract(let text), .fatal(let text):
            text
        }
    }
}

extension Failure {
    /// The same failure with another message.
    public func mapMessage(_ change: (String) -> String) -> Failure {
        switch self {
        case .configuration(let text): .configuration(change(text))
        case .credentials(let text): .credentials(change(text))
        case .rateLimited(let pause, let text): .rateLimited(retryAfter: pause, change(text))
        case .transient(let text): .transient(change(text))
        case .item(let text): .item(change(text))
        case .contract(let text): .contract(change(text))
        case .fatal(let text): .fatal(change(text))
        }
    }
}

extension Failure: CustomStringConvertible {
    public var description: String { message }
}
