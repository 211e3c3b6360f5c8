package import ConfigurationFiles
import ConnectorKit
package import Model
import Store
import Runtime
import Sync

extension Change where Value == StandingChanges {
    /// Writes both filters into the group's file, and applies them to the group's courses.
    ///
    /// The file comes first, since it is the truth: if the process ended between the two, the next one finds the file
    /// changed and applies it.
    package static func setFilters(_ filters: Filters, in deployment: DeploymentConfiguration) -> Change {
        Change(
            "setFilters", of: "/groups/\(deployment.group)/providers/\(deployment.provider)/filters",
            before: .object(deployment.filters.record), followedBy: .reload,
            after: { _ in .object(filters.record) }
        ) { host in
            guard let group = host.configuration.group(deployment.group) else {
                throw ChangeRefusal.unknown("no group \(deployment.group)")
            }
            do throws(EditRefusal) {
                var edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
                try edit.setFilters(
                    languages: filters.languages.map(\.text), contentTypes: filters.contentTypes,
                    provider: deployment.provider)
                try edit.write()
            } catch {
                throw ChangeRefusal.refused(error.message)
            }
            do throws(StoreError) {
                guard let stored = try await host.context.stored(deployment) else { return StandingChanges() }
                return try await host.catalog.apply(
                    ArchiveRule(filters: filters, enabled: deployment.enabled, echo: deployment.echo),
                    to: stored)
            } catch {
                throw UnfinishedChange.notApplied(error)
            }
        }
    }
}

extension HostRuntime {
    /// Filters as a person gave them, checked against the provider's declaration.
    package func filters(languages: [String], contentTypes: [String], of provider: String)
        throws(ChangeRefusal)
        -> Filters
    {
        guard let descriptor = registry[provider]?.descriptor else {
            throw .unknown("no provider \"\(provider)\" is built in")
        }
        do { return try Filters(languages: languages, contentTypes: contentTypes, of: descriptor) } catch {
            throw .invalid(error.message)
        }
    }
}
