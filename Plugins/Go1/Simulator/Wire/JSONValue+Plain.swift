import SimulatorSupport
import ConnectorKit

extension JSONValue {
    /// The text or the number as written, for sorting and searching.
    var plain: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }
}
