import SimulatorSupport

/// An injected fault of a page.
package enum Fault: SimulatedFault {
    /// An error response with this status; 429 and 503 come with `Retry-After: 1`.
    case status(Int)
    /// The connection is closed in the middle of the body.
    case cut
    /// 200 and a complete body with truncated XML.
    case garbage
    /// 200 and a web page.
    case html
    /// 200 and a list without records or token, although there are more records.
    case empty
    /// The response is delayed by ``OAIRepository/Options/slowness``.
    case slow
    /// All tokens are invalidated before the request is handled.
    case expired

    package init?(_ text: Substring) {
        switch text {
        case "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "cut": self = .cut
        case "garbage": self = .garbage
        case "html": self = .html
        case "empty": self = .empty
        case "slow": self = .slow
        case "expired": self = .expired
        default: return nil
        }
    }

    package static let names = "429, 500, 502, 503, 504, cut, empty, expired, garbage, html, slow"
}
