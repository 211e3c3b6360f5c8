/// What went wrong in a provider. The case says what follows from it, so the host knows what to do next.
///
/// The message is for an administrator. It names the request and what would be right, and it never holds a
/// secret. The provider only classifies the failure; the host retries, backs off and gives up.
public enum Failure: Error, Sendable, Equatable {
    /// The settings cannot work, for example plain http to another machine. Nothing is retried.
    case configuration(String)
    /// The credentials were refused, or a permission is missing. Nothing is retried.
    case credentials(String)
    /// The service asked for a pause. `retryAfter` is its length, if the service named one.
    case rateLimited(retryAfter: Duration?, String)
    /// A temporary fault: no connection, a timeout, a 5xx status, a truncated body.
    case transient(String)
    /// One item cannot be used. The item is skipped and recorded with this reason; the run goes on.
    case item(String)
    /// The service violated its own API: HTML instead of JSON, a page without its total, an unknown status.
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
