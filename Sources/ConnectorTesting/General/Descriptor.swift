import ConnectorKit
import Foundation

extension ConformanceCase {
    static let descriptor = ConformanceCase(
        "descriptor", of: nil,
        guarantee: "What the provider declares of itself is sound, and its simulator's settings satisfy it.",
        method:
            "Names, defaults, vocabularies and times are read; a simulator's settings are held against them."
    ) { trial in
        let descriptor = trial.provider.descriptor
        var problems = descriptor.problems
        let extra = trial.settings
        let (settings, site) = try await trial.stage.open(faults: []) { site, _ in
            (Settings(site.settings, and: extra, of: descriptor.settings), site)
        }
        problems += descriptor.settings.problems(of: site.settings.map(\.name) + extra.keys.sorted())
        problems += trial.provider.problems(in: settings).map {
            "the setting \($0.setting) of the simulator is refused: \($0.message)"
        }
        if let catalog = trial.provider as? any CatalogProvider {
            problems += catalog.mapping(settings).problems
        }
        try require(problems.isEmpty, problems.joined(separator: "; "))
        return "\(descriptor.settings.count) settings"
    }
}

extension ProviderDescriptor {
    /// What an author would have to correct.
    fileprivate var problems: [String] {
        var problems: [String] = []
        func check(_ isRight: Bool, _ problem: @autoclosure () -> String) {
            if !isRight { problems.append(problem()) }
        }
        check(Self.isName(id, joinedBy: "-"), "the id \"\(id)\" is not of lower-case letters and digits")
        check(!displayName.isBlank, "the display name is empty")
        check(!summary.isBlank, "the summary is empty")
        check(Self.isTime(schedule.catalog), "the time \"\(schedule.catalog)\" is not of the form HH:MM")
        if let stats = schedule.stats {
            check(Self.isTime(stats), "the time \"\(stats)\" is not of the form HH:MM")
        }
        if let pace {
            check(pace > .zero && pace <= .seconds(60), "the pace of \(pace) is not within a minute")
        }
        check(!quirks.contains { $0.isBlank }, "a quirk is empty")
        for name in Self.repeated(settings.map(\.name)) {
            problems.append("the setting \(name) is there twice")
        }
        for type in Self.repeated(filters.contentTypes) {
            problems.append("the content type \(type) is there twice")
        }
        for (alias, type) in filters.aliases.sorted(by: { $0.key < $1.key }) {
            check(
                filters.contentTypes.contains(type) && !filters.contentTypes.contains(alias),
                "the alias \(alias) stands for \(type), which is no content type, or is one itself")
        }
        return problems + settings.flatMap(\.problems) + translationProblems
    }

    /// What the message files of other languages lack, and have too much.
    private var translationProblems: [String] {
        translations.sorted { $0.key < $1.key }.flatMap { language, file -> [String] in
            guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(file)) else {
                return ["the translation \(language) is not a JSON object of texts"]
            }
            let needed = Set(translatable.keys)
            return needed.filter { texts[$0]?.isBlank ?? true }.sorted().map {
                "the translation \(language) has no text for \($0)"
            }
                + texts.keys.filter { !needed.contains($0) }.sorted().map {
                    "the translation \(language) has a text for \($0), which is not declared"
                }
        }
    }

    static func isName(_ text: some StringProtocol, joinedBy joint: Character) -> Bool {
        text.first.map { "a"..."z" ~= $0 } ?? false
            && text.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == joint }
    }

    private static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { "0"..."9" ~= $0 } }),
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return false }
        return hour < 24 && minute < 60
    }

    private static func repeated(_ names: [String]) -> [String] {
        Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted()
    }
}

extension [Setting] {
    /// What a simulator's settings lack, and have too much.
    func problems(of given: [String]) -> [String] {
        let declared = Set(map(\.name))
        let unknown = given.filter { !declared.contains($0) }
        let missing = filter { $0.required && $0.defaultValue == nil && !given.contains($0.name) }
        return unknown.map { "the simulator names a setting \($0) that is not declared" }
            + missing.map { "the simulator does not name the required setting \($0.name)" }
    }
}

extension Setting {
    var problems: [String] {
        var problems: [String] = []
        if !ProviderDescriptor.isName(name, joinedBy: "_") {
            problems.append("the setting name \"\(name)\" is not of lower-case letters, digits and _")
        }
        if help.isBlank { problems.append("the setting \(name) has no help") }
        guard let value = defaultValue else { return problems }
        if secret { problems.append("the secret setting \(name) has a default, which is no secret") }
        if required { problems.append("the setting \(name) is required and has a default") }
        let fits =
            switch kind {
            case .text: !value.isBlank
            case .url, .origin: value.hasPrefix("https://")
            case .integer(let bounds): Int(value).map(bounds.contains) ?? false
            case .boolean: Bool(value) != nil
            case .language: LanguageTag(value) != nil
            case .date: Timestamp.day(value) != nil
            case .certificate: false
            case .choice(let values): values.contains(value)
            }
        if !fits { problems.append("the default of the setting \(name) is not of its own kind") }
        return problems
    }
}

extension Mapping {
    fileprivate var problems: [String] {
        let needed: [CourseField] = [.externalID, .name, .launchURL, .providerType]
        let missing = needed.filter { field in !rules.contains { $0.field == field } }
        return missing.map { "the mapping has no rule for \($0.rawValue)" }
            + rules.filter { $0.note.isBlank }.map {
                "the mapping's rule for \($0.field.rawValue) has no note"
            }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
