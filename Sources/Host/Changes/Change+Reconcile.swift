import ConnectorKit
import Model

extension Change {
    /// A reconcile that a person asks for.
    ///
    /// - Parameter group: nil for all groups.
    package static func reconcile(
        _ group: String?, isRehearsal: Bool, _ make: @escaping (HostRuntime) async throws -> Value
    ) -> Change {
        let asked = JSONValue.object(
            Record([("group", .optional(group)), ("dryRun", .boolean(isRehearsal))]))
        return Change("reconcile", of: "/reconciles", after: { _ in asked }, make: make)
    }
}
