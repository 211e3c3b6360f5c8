import SimulatorSupport

/// What goes wrong with a page on purpose.
package enum Fault: SimulatedFault {
    /// An error response with this status; 429 comes with `Retry-After: 1`.
    case status(Int)
    /// The connection is closed in the middle of the body.
    case cut
    /// A page without results or a next page, although there are more.
    case empty
    /// 200 and a web page.
    case html
    /// The response is delayed by a second.
    case slow

    package init?(_ text: Substring) {
        switch text {
        case "401", "403", "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "cut": self = .cut
        case "empty": self = .empty
        case "html": self = .html
        case "slow": self = .slow
        default: return nil
        }
    }

    package static let names = "401, 403, 429, 500, 502, 503, 504, cut, empty, html, slow"
}
