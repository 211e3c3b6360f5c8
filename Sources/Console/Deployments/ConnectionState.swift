import ConnectorKit
import Model

/// Whether a deployment's connection works, as far as its last runs showed.
enum ConnectionState {
    /// - Parameter state: the record of a deployment; an error of an earlier connection is not in it.
    static func record(_ state: Record) -> JSONValue {
        let runs = [state["catalog"], state["statistics"]].compactMap(\.self).filter { $0 != .null }
        let broken = runs.first { !$0["error"].plain.isEmpty && $0["outcome"].plain != "held" }
        let isUntried = runs.allSatisfy { $0["outcome"].plain == "running" }
        return .record([
            ("isBroken", .boolean(broken != nil)), ("isUntried", .boolean(broken == nil && isUntried)),
            ("isRight", .boolean(broken == nil && !isUntried)),
            ("error", .text(broken?["error"].plain ?? "")),
        ])
    }
}
