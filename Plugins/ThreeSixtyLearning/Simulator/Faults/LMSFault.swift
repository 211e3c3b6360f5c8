import SimulatorSupport

/// Something that goes wrong on purpose, by the names that `--fault` takes.
///
/// ``failedOperation`` and ``refusedItems`` strike bulk operations as they are accepted; the others strike
/// requests other than those for tokens. `@page3` is the third of them.
package enum LMSFault: SimulatedFault {
    /// An error answer of this status, nothing done: 429 in the flat shape, 503 `bulkAPIDisabled` on bulk
    /// endpoints, a web page otherwise, as gateways answer.
    case status(Int)
    /// All tokens are revoked, and the answer is 401.
    case unauthorized
    /// The connection is reset, nothing done.
    case reset
    /// Everything is done, and the connection is reset before the answer.
    case lost
    /// Everything is done, and the answer ends half-way.
    case cut
    /// 200 and a web page, nothing done.
    case html
    /// The answer comes after ``LMSPlatform/Options/slowness``.
    case slow
    /// A bulk operation stops half-way and ends with status `error`.
    case failedOperation
    /// A bulk operation refuses every other item, the first among them.
    case refusedItems

    package init?(_ text: Substring) {
        switch text {
        case "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "401": self = .unauthorized
        case "reset": self = .reset
        case "lost": self = .lost
        case "cut": self = .cut
        case "html": self = .html
        case "slow": self = .slow
        case "failed-operation": self = .failedOperation
        case "refused-items": self = .refusedItems
        default: return nil
        }
    }

    package static let names =
        "401, 429, 500, 502, 503, 504, cut, failed-operation, html, lost, refused-items, reset, slow"

    var isOfOperations: Bool { self == .failedOperation || self == .refusedItems }
}
