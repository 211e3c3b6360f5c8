package import ConfigurationFiles
package import ConnectorKit
package import Model
import Runtime
package import Store

/// Why a course is what it is: derived from the mapping table and the rule that are at work.
package struct Explanation: Sendable {
    package struct Field: Sendable {
        /// The key of the course record.
        package let field: String
        package let value: JSONValue
        /// The paths in the provider's item; `derived` where the rule makes it of other fields or settings.
        package let source: String
        /// The rule in words.
        package let rule: String
    }

    package let externalID: String
    package let group: String
    package let provider: String
    /// The course; nil if the item has none in this group.
    package let course: Course?
    package let fields: [Field]
    /// One sentence for each reason, or for why it is active.
    package let because: [String]

    package var isActive: Bool { course.map { !$0.isArchived } ?? false }

    /// `active`, `archived` or `not taken`.
    package var verdict: String {
        guard let course else { return "not taken" }
        return course.isArchived ? "archived" : "active"
    }

    package static let keys = [
        "externalId", "group", "provider", "id", "verdict", "archivedBecause", "because", "tags", "fields",
    ]

    package var record: Record {
        let rows = fields.map { field in
            JSONValue.object(
                Record([
                    ("field", .text(field.field)), ("value", field.value), ("source", .text(field.source)),
                    ("rule", .text(field.rule)),
                ]))
        }
        let reasons = course.flatMap { $0.isArchived ? JSONValue.texts($0.reasons.names) : nil }
        let values: [JSONValue] = [
            .text(externalID), .text(group), .text(provider), .optional(course.map { String($0.id) }),
            .text(verdict), reasons ?? .null, .texts(because),
            .list((course?.tags ?? []).map { .object(Record($0)) }), .list(rows),
        ]
        return Record(Array(zip(Self.keys, values)))
    }
}

extension HostRuntime {
    /// Explains an item in one deployment.
    ///
    /// - Returns: nil if the provider has never listed it for this group.
    package func explain(_ externalID: String, in deployment: DeploymentConfiguration)
        async throws(StoreError)
        -> Explanation?
    {
        guard let stored = try await context.stored(deployment),
            let provider = registry[deployment.provider] as? any CatalogProvider
        else { return nil }
        let course = try await store.course(
            externalID: externalID, provider: deployment.provider, group: deployment.group)
        let item = try await store.item(externalID: externalID, of: stored.connection)
        guard let content = course?.content ?? item?.content else { return nil }
        let shown = Course(
            id: course?.id ?? 0, group: deployment.group, provider: deployment.provider, content: content,
            reasons: course?.reasons ?? [])
        let record = Record(shown)
        let fields = provider.mapping(deployment.settings).rules.map { rule in
            Explanation.Field(
                field: rule.field.rawValue,
                value: rule.field == .published
                    ? .boolean(content.published) : record[rule.field.rawValue] ?? .null,
                source: rule.sources.isEmpty ? "derived" : rule.sources.joined(separator: ", "),
                rule: rule.note)
        }
        return Explanation(
            externalID: externalID, group: deployment.group, provider: deployment.provider, course: course,
            fields: fields,
            because: reasons(
                course, content: content, offered: item?.offered ?? false,
                isPushed: try await store.isPushed(
                    externalID, by: deployment.group, over: stored.connection), deployment))
    }

    /// Why there is no explanation of an item in one deployment.
    package func whyUnexplained(_ externalID: String, in deployment: DeploymentConfiguration)
        async throws(StoreError) -> String
    {
        guard let stored = try await context.stored(deployment),
            let reason = try await store.skipReason(of: externalID, over: stored.connection)
        else { return "\(deployment.provider) has not listed an item \"\(externalID)\"" }
        return "\(deployment.provider) listed the item \"\(externalID)\", which was skipped: \(reason)"
    }

    private func reasons(
        _ course: Course?, content: LearningObject, offered: Bool, isPushed: Bool,
        _ deployment: DeploymentConfiguration
    ) -> [String] {
        let filters = deployment.filters
        let name = registry[deployment.provider]?.descriptor.displayName ?? deployment.provider
        var refusals = filterRefusals(content, deployment)
        if isPushed, !deployment.echo {
            refusals.insert(
                "this group pushed it to \(name); echo: true takes it as a course all the same", at: 0)
        }
        guard let course else {
            if !deployment.enabled { return ["\(deployment.provider) is switched off in this group"] }
            if !refusals.isEmpty { return refusals }
            return [offered ? "it becomes a course with the next sync" : "\(name) does not offer it"]
        }
        var because: [String] = []
        if course.reasons.contains(.provider) {
            because.append("provider: \(name) has unpublished it, or no longer lists it in the library")
        }
        if course.reasons.contains(.filter) { because += refusals.map { "filter: \($0)" } }
        if course.reasons.contains(.manual) { because.append("manual: a person archived it") }
        if course.reasons.contains(.platform) {
            because.append("platform: a person archived it on the platform")
        }
        if course.reasons.contains(.disabled) {
            because.append("disabled: \(deployment.provider) is switched off in this group")
        }
        guard because.isEmpty else { return because }
        if filters.isEmpty { return ["\(name) offers it, and the group takes everything"] }
        return ["\(name) offers it, and the group's filters take it (\(filterText(deployment)))"]
    }

    /// The filters that keep content out, each with its place.
    private func filterRefusals(_ content: LearningObject, _ deployment: DeploymentConfiguration) -> [String]
    {
        let filters = deployment.filters
        let places = deployment.filterPlaces
        func place(_ place: Place?) -> String { place.map { " (\($0.fileAndLine))" } ?? "" }
        var refusals: [String] = []
        if !filters.takes(language: content.language) {
            let language = content.language.map { "its language is \($0)" } ?? "it names no language"
            let wanted = filters.languages.map(\.text).joined(separator: ", ")
            refusals.append("\(language); languages takes \(wanted)\(place(places.languages))")
        }
        if !filters.takes(type: content.providerType) {
            let wanted = filters.contentTypes.joined(separator: ", ")
            refusals.append(
                "its type is \(content.providerType); content_types takes \(wanted)\(place(places.contentTypes))"
            )
        }
        for term in filters.terms where !term.takes(content.texts(of: term.field)) {
            let texts = content.texts(of: term.field).joined(separator: ", ")
            let own = texts.isEmpty ? "it names no \(term.name)" : "its \(term.field.rawValue) are \(texts)"
            refusals.append(
                "\(own); \(term.name) takes \(term.values.joined(separator: ", "))\(place(places.terms[term.name]))"
            )
        }
        return refusals
    }

    /// The filters of a deployment on one line, with their places.
    package func filterText(of provider: String, in group: String) -> String {
        guard let group = configuration.group(group), let deployment = group.deployment(of: provider) else {
            return "\(group): not configured"
        }
        return "\(group.name): \(filterText(deployment))"
    }

    package func filterText(_ deployment: DeploymentConfiguration) -> String {
        let filters = deployment.filters
        let places = deployment.filterPlaces
        func text(_ name: String, _ values: [String], _ place: Place?) -> String? {
            values.isEmpty
                ? nil
                : "\(name): \(values.joined(separator: ", "))" + (place.map { " \($0.fileAndLine)" } ?? "")
        }
        let texts =
            [
                text("languages", filters.languages.map(\.text), places.languages),
                text("content_types", filters.contentTypes, places.contentTypes),
            ].compactMap(\.self)
            + filters.terms.compactMap { text($0.name, $0.values, places.terms[$0.name]) }
        return texts.isEmpty ? "no filter" : texts.joined(separator: "; ")
    }
}
