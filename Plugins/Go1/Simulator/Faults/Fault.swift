import SimulatorSupport

/// Something that goes wrong with a page on purpose.
package enum Fault: SimulatedFault {
    /// An error answer of this status; 429 comes with `Retry-After: 1`.
    case status(Int)
    /// All tokens are revoked, and the answer is 401.
    case unauthorized
    /// The body ends half-way, and the connection with it.
    case cut
    /// The connection is reset before anything was answered.
    case reset
    /// 200 and JSON that ends half-way, complete as a transfer.
    case garbage
    /// 200 and a web page.
    case html
    /// 200 and a page without items or cursor, though there are more.
    case empty
    /// The answer comes after ``Go1Portal/Options/slowness``.
    case slow

    package init?(_ text: Substring) {
        switch text {
        case "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "401": self = .unauthorized
        case "cut": self = .cut
        case "reset": self = .reset
        case "garbage": self = .garbage
        case "html": self = .html
        case "empty": self = .empty
        case "slow": self = .slow
        default: return nil
        }
    }

    package static let names = "401, 429, 500, 502, 503, 504, cut, empty, garbage, html, reset, slow"
}
