import SimulatorSupport

/// Something that goes wrong with a page on purpose.
package enum Fault: SimulatedFault {
    /// An error answer of this status; 429 and 503 come with `Retry-After: 1`.
    case status(Int)
    /// The body ends half-way, and the connection with it.
    case cut
    /// 200 and XML that ends half-way, complete as a transfer.
    case garbage
    /// 200 and a web page.
    case html
    /// 200 and a list without records or token, though there are more.
    case empty
    /// The answer comes after ``OAIRepository/Options/slowness``.
    case slow
    /// Every token is forgotten before the request is looked at.
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
