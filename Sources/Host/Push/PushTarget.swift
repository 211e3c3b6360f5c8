package import ConnectorKit
package import Model
package import Store

/// Where a group's pushes go: one connection whose provider takes them.
package struct PushTarget: Sendable {
    package let connection: ConfiguredConnection
    package let provider: any PushProvider
    package let id: ConnectionID
    package let group: String

    /// The lease under which its entries are delivered.
    var lease: String { "\(id.name)-push" }

    /// The provider and the groups it serves, for messages.
    package let name: String

    func plan(_ body: PushBody, over line: Line) async throws(Failure) -> PushPlan {
        let client = Connection(settings: connection.settings, client: line.client)
        switch body {
        case .content(let content): return try await provider.plan(content, of: client)
        case .completion(let completion): return try await provider.plan(completion, of: client)
        }
    }

    /// - Returns: nil where a plan was given and no longer fits.
    func apply(
        _ plan: PushPlan?, to body: PushBody, over line: Line
    ) async throws(Failure) -> PushResult? {
        let client = Connection(settings: connection.settings, client: line.client)
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

extension HostRuntime {
    /// Where what is pushed for a group goes; nil where the provider is not deployed there and switched on, or
    /// takes no pushes.
    package func pushTarget(group: String, provider: String) async throws(StoreError) -> PushTarget? {
        let found = configuration.connections(of: registry, group: group, provider: provider).first
        guard let found else { return nil }
        return try await target(found, [group])
    }

    /// The connections that are switched on and whose provider takes pushes, by the first of their groups.
    func pushTargets() async throws(StoreError) -> [PushTarget] {
        var targets: [PushTarget] = []
        for connection in configuration.connections(of: registry) {
            let groups = connection.deployments.map(\.group)
            if let target = try await target(connection, groups) { targets.append(target) }
        }
        return targets
    }

    private func target(_ connection: ConfiguredConnection, _ groups: [String])
        async throws(StoreError) -> PushTarget?
    {
        guard let module = connection.provider as? any PushProvider, let group = groups.first else {
            return nil
        }
        let names = groups.map { configuration.group($0)?.name ?? $0 }.joined(separator: ", ")
        return PushTarget(
            connection: connection, provider: module, id: try await id(of: connection), group: group,
            name: "\(module.descriptor.id) for \(names)")
    }
}
