import SimulatorSupport

/// An injected fault of a page. A page's number is its place among the different pages that were asked for.
package enum Fault: SimulatedFault {
    /// An error response with this status; 429 comes with `Retry-After: 1`.
    case status(Int)
    /// All tokens are revoked, and the response is 401.
    case unauthorized
    /// The connection is closed in the middle of the body.
    case cut
    /// 200 and a complete body with truncated JSON.
    case garbage
    /// 200 and a web page.
    case html
    /// 200 and a page without elements and without a next page, although there are more.
    case empty
    /// The response is delayed by ``LearningAccount/Options/slowness``.
    case slow

    package init?(_ text: Substring) {
        switch text {
        case "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "401": self = .unauthorized
        case "cut": self = .cut
        case "garbage": self = .garbage
        case "html": self = .html
        case "empty": self = .empty
        case "slow": self = .slow
        default: return nil
        }
    }

    package static let names = "401, 429, 500, 502, 503, 504, cut, empty, garbage, html, slow"
}
