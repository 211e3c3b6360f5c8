package import ConfigurationFiles
import ConnectorKit
package import Model
import Runtime
package import Store
import Sync

/// Why a filter could not be set.
package enum FilterFailure: Error, Sendable {
    /// The filters name what the provider does not have.
    case invalid(String)
    /// The file was not changed, and why.
    case file(EditRefusal)
    /// The file is changed, and the courses are not yet.
    case store(StoreError)
}

extension FilterFailure: LateFailure {
    package var isAfterChange: Bool { if case .store = self { true } else { false } }
}

extension HostRuntime {
    /// Filters as a person gave them, checked against the provider's declaration.
    ///
    /// - Throws: ``FilterFailure/invalid(_:)`` naming the first value that is none.
    package func filters(languages: [String], contentTypes: [String], of provider: String)
        throws(FilterFailure)
        -> Filters
    {
        var filters = Filters()
        for text in languages {
            guard let tag = LanguageTag(text) else {
                throw .invalid("\"\(text)\" is no language tag; write en, en-US or zh-Hant")
            }
            if !filters.languages.contains(tag) { filters.languages.append(tag) }
        }
        let known = registry[provider]?.descriptor.filters.contentTypes ?? []
        for type in contentTypes {
            guard known.contains(type) else {
                let near = nearest(type, among: known).map { "did you mean \"\($0)\"?" }
                throw .invalid(
                    "unknown content type \"\(type)\" for \(provider); "
                        + (near ?? "it has \(known.joined(separator: ", "))"))
            }
            if !filters.contentTypes.contains(type) { filters.contentTypes.append(type) }
        }
        return filters
    }

    /// Writes filters into the group's file, and applies them to the group's courses before it returns.
    ///
    /// The file comes first, since it is the truth: were the process to end between the two, the next
    /// one finds the file changed and applies it.
    package func setFilters(_ filters: Filters, in deployment: DeploymentConfiguration)
        async throws(FilterFailure)
        -> StandingChanges
    {
        guard let group = configuration.group(deployment.group) else {
            throw .invalid("no group \(deployment.group)")
        }
        do throws(EditRefusal) {
            var edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
            try edit.setFilters(filters, provider: deployment.provider)
            try edit.write()
        } catch {
            throw .file(error)
        }
        do throws(StoreError) {
            guard let stored = try await context.stored(deployment) else { return StandingChanges() }
            return try await catalog.apply(
                ArchiveRule(filters: filters, enabled: deployment.enabled), to: stored)
        } catch {
            throw .store(error)
        }
    }
}
