package import ConfigurationFiles
import ConnectorKit
package import Foundation
package import Model
import Store
import Runtime
import Sync

extension Change where Value == StandingChanges {
    /// Writes the filters into the group's file, and applies them to the group's courses.
    ///
    /// The file comes first, since it is the truth: if the process ended between the two, the next one finds the file
    /// changed and applies it.
    package static func setFilters(_ filters: Filters, in deployment: DeploymentConfiguration) -> Change {
        writing(filters, in: deployment, as: setFilters)
    }

    /// Writes the filters that held before the last change.
    package static func undoFilters(_ former: Filters, in deployment: DeploymentConfiguration) -> Change {
        writing(former, in: deployment, as: "undoFilters")
    }

    static var setFilters: String { "setFilters" }

    private static func writing(
        _ filters: Filters, in deployment: DeploymentConfiguration, as id: String
    ) -> Change {
        Change(
            id, of: deployment.filtersSubject, before: .object(deployment.filters.record),
            followedBy: .reload,
            after: { _ in .object(filters.record) }
        ) { host in
            guard let group = host.configuration.group(deployment.group) else {
                throw ChangeRefusal.unknown("no group \(deployment.group)")
            }
            do throws(EditRefusal) {
                var edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
                // Those that held and hold no longer are emptied.
                var terms = Dictionary(deployment.filters.terms.map { ($0.name, [String]()) }) { one, _ in one
                }
                for term in filters.terms { terms[term.name] = term.values }
                try edit.setFilters(
                    languages: filters.languages.map(\.text), contentTypes: filters.contentTypes,
                    terms: terms,
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

extension DeploymentConfiguration {
    /// The filters as the audit trail names them.
    fileprivate var filtersSubject: String { "/groups/\(group)/providers/\(provider)/filters" }
}

extension HostRuntime {
    /// How long a change of filters can be undone (our decision).
    package static let timeToUndo: TimeInterval = 600

    /// The filters that the last change replaced, and until when it can be undone; nil if it cannot, since filters are
    /// others now than that change made them.
    package func filtersBefore(_ deployment: DeploymentConfiguration) async throws
        -> (filters: Filters, until: Date)?
    {
        let entry = try await store.lastChange(of: deployment.filtersSubject)
        guard let entry, entry.what == Change<StandingChanges>.setFilters, entry.isFinished,
            let before = try entry.before.map({ try JSONValue(Array($0.utf8)) }),
            entry.after == JSONValue.object(deployment.filters.record).json
        else { return nil }
        let until = entry.at.addingTimeInterval(Self.timeToUndo)
        guard now < until else { return nil }
        let filters = try filters(
            languages: before["languages"]?.texts ?? [], contentTypes: before["contentTypes"]?.texts ?? [],
            terms: before["terms"]?.members?.compactMapValues(\.texts) ?? [:], of: deployment.provider)
        return filters == deployment.filters ? nil : (filters, until)
    }

    /// Whether a person is to be asked before a change archives so many courses (rule F7).
    package static func isLarge(archiving count: Int, of active: Int) -> Bool {
        count > 100 || count * 10 > active
    }

    /// Filters as a person gave them, checked against the provider's declaration.
    package func filters(
        languages: [String], contentTypes: [String], terms: [String: [String]] = [:], of provider: String
    ) throws(ChangeRefusal) -> Filters {
        guard let descriptor = registry[provider]?.descriptor else {
            throw .unknown("no provider \"\(provider)\" is built in")
        }
        do {
            return try Filters(
                languages: languages, contentTypes: contentTypes, terms: terms, of: descriptor)
        } catch {
            throw .invalid(error.message)
        }
    }
}
