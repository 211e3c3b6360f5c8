import ConnectorKit

/// Reads what a group's file says of one provider.
struct DeploymentReader {
    let provider: any Provider
    let group: String

    private var descriptor: ProviderDescriptor { provider.descriptor }
    private var id: String { descriptor.id }

    private var keys: SectionKeys {
        let settings = Set(descriptor.settings.map(\.name))
        return SectionKeys(
            names: [
                "enabled", "settings", "schedule", "tags", "filters", "push_completions", "integration",
            ],
            mayHoldSecrets: true,
            elsewhere: { settings.contains($0) ? "it belongs under settings:" : nil })
    }

    /// Nil, and reported, where the settings cannot be used.
    func read(_ entry: Section.Entry, _ check: inout FileCheck) -> DeploymentConfiguration? {
        guard let section = check.section(entry, keys) else { return nil }
        let enabled = section["enabled"].flatMap { check.boolean($0) }
        let settings = SettingsReader(provider: provider).read(section, &check)
        let schedule = schedule(section, &check)
        let tags = section["tags"].flatMap { check.boolean($0) }
        let (filters, places) = filters(section, &check)
        let pushCompletions = section["push_completions"].flatMap { check.boolean($0) }
        let integration = section.given("integration").flatMap { self.integration($0, &check) }
        guard let settings else { return nil }
        var deployment = DeploymentConfiguration(
            group: group, provider: id, settings: settings, schedule: schedule)
        deployment.enabled = enabled ?? true
        deployment.tags = tags ?? false
        deployment.filters = filters
        deployment.filterPlaces = places
        deployment.pushCompletions = pushCompletions ?? false
        deployment.integration = integration
        return deployment
    }

    private func schedule(
        _ section: Section, _ check: inout FileCheck
    ) -> DeploymentConfiguration.Schedule {
        var schedule = DeploymentConfiguration.Schedule(
            catalog: [descriptor.schedule.catalog].compactMap(TimeOfDay.init),
            stats: [descriptor.schedule.stats].compactMap { $0.flatMap(TimeOfDay.init) })
        guard let entry = section["schedule"],
            let section = check.section(entry, SectionKeys(names: ["catalog", "stats", "changes"]))
        else { return schedule }
        if let entry = section.given("catalog"), let times = check.times(entry) { schedule.catalog = times }
        if let entry = section.given("stats"), let times = check.times(entry) { schedule.stats = times }
        if let entry = section.given("changes"), !["no", "false"].contains(entry.value.text) {
            schedule.changes = check.duration(entry, least: "1m")
        }
        return schedule
    }

    private func filters(
        _ section: Section, _ check: inout FileCheck
    ) -> (Filters, DeploymentConfiguration.FilterPlaces) {
        var filters = Filters()
        var places = DeploymentConfiguration.FilterPlaces()
        guard let entry = section["filters"],
            let section = check.section(entry, SectionKeys(names: ["languages", "content_types"]))
        else { return (filters, places) }
        if let entry = section.given("languages") {
            places.languages = check.place(of: entry.value)
            for item in check.list(entry, expected: "a list of language tags such as [en, fr]") ?? [] {
                guard let text = check.text(item, named: "an item of languages", expected: "a language tag"),
                    let tag = check.language(text), !filters.languages.contains(tag)
                else { continue }
                filters.languages.append(tag)
            }
        }
        if let entry = section.given("content_types") {
            places.contentTypes = check.place(of: entry.value)
            for item in check.list(entry, expected: "a list of content types such as [\(exampleTypes)]")
                ?? []
            {
                guard let type = contentType(item, &check), !filters.contentTypes.contains(type) else {
                    continue
                }
                filters.contentTypes.append(type)
            }
        }
        return (filters, places)
    }

    private var exampleTypes: String { descriptor.filters.contentTypes.prefix(2).joined(separator: ", ") }

    private func contentType(_ item: YAMLNode, _ check: inout FileCheck) -> String? {
        let types = descriptor.filters.contentTypes
        guard let text = check.text(item, named: "an item of content_types", expected: "a content type")
        else { return nil }
        if types.contains(text.value) { return text.value }
        let near = text.referenced ? nil : nearest(text.value, among: types)
        let hint = near.map { "did you mean \"\($0)\"?" } ?? "known are \(types.joined(separator: ", "))"
        check.report(
            .invalidValue, at: item.span, "unknown content type \(text.shown) for \(id); \(hint)",
            offending: item.text, valid: types, suggestion: near)
        return nil
    }

    private func integration(
        _ entry: Section.Entry, _ check: inout FileCheck
    ) -> DeploymentConfiguration.Integration? {
        let keys = SectionKeys(
            names: ["name", "logo", "default_progress", "default_completion", "subgroups"])
        guard let section = check.section(entry, keys) else { return nil }
        var integration = DeploymentConfiguration.Integration()
        integration.name = section.given("name").flatMap { check.filledText($0) }
        integration.logo = section.given("logo").flatMap { check.logo($0) }
        if let entry = section["default_progress"], let value = check.integer(entry, in: 0...100) {
            integration.defaultProgress = value
        }
        if let entry = section["default_completion"], let value = check.boolean(entry) {
            integration.defaultCompletion = value
        }
        if let entry = section["subgroups"], let value = check.boolean(entry) {
            integration.subgroups = value
        }
        return integration
    }
}

extension FileCheck {
    /// One time of day, or a list of them; in order, each once.
    fileprivate mutating func times(_ entry: Section.Entry) -> [TimeOfDay]? {
        let expected = "a time \"HH:MM\" or a list of them"
        let nodes = entry.value.items ?? [entry.value]
        let times = nodes.map { node -> TimeOfDay? in
            guard let text = text(node, named: entry.name, expected: expected) else { return nil }
            if let time = TimeOfDay(text.value) { return time }
            reportValue(entry, text, "\(entry.name) is \(text.shown); \(expected) was expected")
            return nil
        }
        return times.contains(nil) ? nil : Set(times.compactMap(\.self)).sorted()
    }

    /// 360Learning takes https alone for it (reference/lms-api-facts.md A2).
    fileprivate mutating func logo(_ entry: Section.Entry) -> String? {
        value(entry, expected: "an https URL") { text in
            text.lowercased().hasPrefix("https://") && ConfiguredAddress.problem(with: text) == nil
                ? text : nil
        }
    }
}
