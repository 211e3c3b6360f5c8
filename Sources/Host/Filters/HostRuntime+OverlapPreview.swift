package import ConfigurationFiles
package import Model
package import Store

extension HostRuntime {
    /// How many active courses each other group would share with a deployment under filters, from what is stored.
    ///
    /// - Returns: the groups that would share any, in the order of the files.
    package func previewOverlaps(_ filters: Filters, in deployment: DeploymentConfiguration)
        async throws(StoreError) -> [(group: GroupConfiguration, courses: Int)]
    {
        guard deployment.enabled, let stored = try await stored(deployment) else { return [] }
        var counts: [String: Int] = [:]
        for shared in try await store.sharedItems(of: stored)
        where filters.takes(language: shared.language, type: shared.type) {
            counts[shared.group, default: 0] += shared.count
        }
        return configuration.groups.compactMap { group in counts[group.id].map { (group, $0) } }
    }
}
