import SimulatorSupport
import Synchronization
import ConnectorKit
import NIOCore

extension LearningAccount {
    /// A page of assets by one of the two finders.
    func assetPage(_ query: QueryText, isEmpty: Bool) throws(Refusal) -> ByteBuffer {
        let finder = query.pairs.first { $0.name == "q" }?.value
        let (parameters, positions) =
            switch finder {
            case "localeAndType": try byLocaleAndType(query)
            case "criteria": try byCriteria(query)
            default: throw .invalid("q is localeAndType or criteria")
            }
        let projection = try parameters["fields"].map { text throws(Refusal) in try Projection(text) }
        let page = PageBody(parameters: parameters, resource: .assets, total: positions.count)
        let library = state.withLock(\.library)
        let elements = positions[page.places].lazy.compactMap(library.asset).map { asset in
            projection?.of(asset.json) ?? asset.json
        }
        return page.bytes(elements, isEmpty: isEmpty)
    }

    /// Everything of one type in one locale (page "Locale and Type Finder API"), which lists courses and videos.
    private func byLocaleAndType(_ query: QueryText) throws(Refusal) -> (Parameters, [Int]) {
        let languages = Set(Locale.documented.map(\.language)).sorted()
        let countries = Set(Locale.documented.map(\.country)).sorted()
        let rules: Parameters.Rules = [
            "q": .init(), "fields": .init(), "expandDepth": .number(0...10), "includeRetired": .flag,
            "assetType": .one(of: ["COURSE", "VIDEO"], isRequired: true),
            "sourceLocale.language": .one(of: languages, isRequired: true),
            "sourceLocale.country": .one(of: countries, isRequired: true),
        ]
        let parameters = try Parameters(query, rules.merging(Parameters.paging) { $1 })
        let locale = try locale(parameters["sourceLocale.language"], parameters["sourceLocale.country"])
        let kind = parameters["assetType"].flatMap(Asset.Kind.init) ?? .course
        let library = state.withLock(\.library)
        let positions = library.positions(in: .init(kind: kind, locale: locale))
        return (
            parameters,
            parameters["includeRetired"] == "true" ? positions : positions.filter { !library.isRetired($0) }
        )
    }

    /// What is active, by types and locales (page "Criteria Finder API"). Other criteria are not simulated.
    private func byCriteria(_ query: QueryText) throws(Refusal) -> (Parameters, [Int]) {
        let rules: Parameters.Rules = [
            "q": .init(), "fields": .init(), "assetRetrievalCriteria.expandDepth": .number(0...10),
            "assetFilteringCriteria.assetTypes[]": .one(of: Asset.Kind.allCases.map(\.rawValue)),
            "assetFilteringCriteria.locales[].language": .init(),
            "assetFilteringCriteria.locales[].country": .init(),
            "assetFilteringCriteria.licensedOnly": .flag,
        ]
        let parameters = try Parameters(query, rules.merging(Parameters.paging) { $1 })
        let types = try parameters.list("assetFilteringCriteria.assetTypes")
        let languages = try parameters.list("assetFilteringCriteria.locales[].language")
        let countries = try parameters.list("assetFilteringCriteria.locales[].country")
        guard languages.count == countries.count else { throw .invalid("a locale has language and country") }
        var locales: [Locale] = []
        for (language, country) in zip(languages, countries) { locales.append(try locale(language, country)) }
        if locales.isEmpty { locales = Locale.documented.sorted { $0.name < $1.name } }
        let kinds = types.isEmpty ? Asset.Kind.allCases : types.compactMap(Asset.Kind.init)
        let library = state.withLock(\.library)
        let positions = kinds.flatMap { kind in
            locales.flatMap { library.positions(in: .init(kind: kind, locale: $0)) }
        }
        return (parameters, positions.filter { !library.isRetired($0) })
    }

    private func locale(_ language: String?, _ country: String?) throws(Refusal) -> Locale {
        let locale = Locale(language ?? "", country ?? "")
        guard Locale.documented.contains(locale) else {
            throw .invalid("there is no locale \(locale.name)")
        }
        return locale
    }
}
