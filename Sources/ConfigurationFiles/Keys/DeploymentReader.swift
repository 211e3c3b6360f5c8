import ConnectorKit
import Model

/// Reads what a group's file says of one provider.
struct DeploymentReader {
    let provider: any Provider
    let group: String

    private var descriptor: ProviderDescriptor { provider.descriptor }

    /// Nil, and reported, if the settings cannot be used.
    func read(_ entry: Section.Entry, _ check: inout FileCheck) -> DeploymentConfiguration? {
        let keys = DeploymentKeys(provider: provider)
        guard let section = check.section(entry, keys.section) else { return nil }
        let enabled = check.value(keys.enabled, in: section)
        let settings = SettingsReader(provider: provider).read(section, &check)
        let schedule = schedule(section, keys, &check)
        let tags = check.value(keys.tags, in: section)
        let (filters, places) = filters(section, keys, &check)
        let pushCompletions = check.value(keys.pushCompletions, in: section)
        let echo = check.value(keys.echo, in: section)
        let integration = check.value(keys.integration, in: section).map { self.integration($0, &check) }
        guard let settings else { return nil }
        var deployment = DeploymentConfiguration(
            group: group, provider: descriptor.id, settings: settings, schedule: schedule)
        deployment.enabled = enabled ?? true
        deployment.tags = tags ?? false
        deployment.filters = filters
        deployment.filterPlaces = places
        deployment.pushCompletions = pushCompletions ?? false
        deployment.echo = echo ?? false
        deployment.integration = integration
        return deployment
    }

    private func schedule(
        _ section: Section, _ keys: DeploymentKeys, _ check: inout FileCheck
    ) -> DeploymentConfiguration.Schedule {
        let daily = provider.schedule
        var schedule = DeploymentConfiguration.Schedule(
            catalog: [daily.catalog].compactMap(TimeOfDay.init),
            stats: [daily.stats].compactMap { $0.flatMap(TimeOfDay.init) })
        guard let section = check.value(keys.schedule, in: section) else { return schedule }
        let keys = keys.scheduleKeys
        if let times = check.value(keys.catalog, in: section) { schedule.catalog = times }
        if let key = keys.stats, let times = check.value(key, in: section) { schedule.stats = times }
        if let changes = check.value(keys.changes, in: section) { schedule.changes = changes }
        return schedule
    }

    private func filters(
        _ section: Section, _ keys: DeploymentKeys, _ check: inout FileCheck
    ) -> (Filters, DeploymentConfiguration.FilterPlaces) {
        var filters = Filters()
        var places = DeploymentConfiguration.FilterPlaces()
        guard let section = check.value(keys.filters, in: section) else { return (filters, places) }
        let keys = keys.filterKeys
        places.languages = section.given(keys.languages.name).map { check.place(of: $0.value) }
        places.contentTypes = section.given(keys.contentTypes.name).map { check.place(of: $0.value) }
        filters.languages = check.value(keys.languages, in: section) ?? []
        filters.contentTypes = check.value(keys.contentTypes, in: section) ?? []
        for (vocabulary, key) in keys.others {
            places.terms[vocabulary.name] = section.given(key.name).map { check.place(of: $0.value) }
            if let words = check.value(key, in: section), !words.isEmpty {
                filters.terms.append(
                    TermFilter(name: vocabulary.name, field: vocabulary.field, values: words))
            }
        }
        return (filters, places)
    }

    private func integration(
        _ section: Section, _ check: inout FileCheck
    ) -> DeploymentConfiguration.Integration {
        let keys = IntegrationKeys()
        var integration = DeploymentConfiguration.Integration()
        integration.name = check.value(keys.name, in: section)
        integration.logo = check.value(keys.logo, in: section)
        if let value = check.value(keys.defaultProgress, in: section) { integration.defaultProgress = value }
        if let value = check.value(keys.defaultCompletion, in: section) {
            integration.defaultCompletion = value
        }
        if let value = check.value(keys.subgroups, in: section) { integration.subgroups = value }
        return integration
    }
}
