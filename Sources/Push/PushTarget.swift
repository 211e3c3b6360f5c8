package import ConfigurationFiles
package import ConnectorKit
package import Model
import Runtime
import Store

/// Where a group's pushes go: one connection whose provider takes them.
package struct PushTarget: Sendable {
    package let connection: ConfiguredConnection
    package let provider: any PushProvider
    package let id: ConnectionID
    package let group: String

    /// The lease under which its entries are delivered.
    var lease: String { id.lease(.push) }

    /// The provider and the groups it serves, for messages.
    package let name: String

    func plan(_ body: PushBody, over session: ProviderSession) async throws(Failure) -> PushPlan {
        let client = session.connection(connection.settings)
        switch body {
        case .content(let content): return try await provider.plan(content, of: client)
        case .completion(let completion): return try await provider.plan(completion, of: client)
        }
    }

    /// - Returns: nil if a plan was given and no longer fits.
    func apply(
        _ plan: PushPlan?, to body: PushBody, over session: ProviderSession
    ) async throws(Failure) -> PushResult? {
        let client = session.connection(connection.settings)
        let result: PushResult?
        switch body {
        case .content(let content): result = try await provider.apply(plan, to: content, of: client)
        case .completion(let completion): result = try await provider.apply(plan, to: completion, of: client)
        }
        if result == nil, plan == nil {
            throw .contract("\(provider.descriptor.id) told no outcome of a push without a plan")
        }
        return result
    }
}
