import ConnectorKit

extension ValueForm where Value == HostConfiguration.Platform {
    /// Either the word `workspace` or a mapping that holds one of the platforms.
    static func platform(_ registry: ProviderRegistry) -> ValueForm {
        let keys = PlatformKeys(registry)
        return ValueForm(.choice([PlatformKeys.workspace]), .reference, keys.section.schema) { check, entry in
            entry.value.text == nil ? platform(entry, keys, &check) : word(entry, keys, &check)
        }
    }

    private static func word(
        _ entry: Section.Entry, _ keys: PlatformKeys, _ check: inout FileCheck
    ) -> HostConfiguration.Platform? {
        guard let name = check.choice(entry, of: keys.names) else { return nil }
        guard let platform = keys.registry.platform(name) else { return .workspace }
        let needed = platform.descriptor.settings.filter(\.required).map(\.name)
        let list = [needed.dropLast().joined(separator: ", "), needed.last ?? ""].filter { !$0.isEmpty }
            .joined(separator: " and ")
        check.report(
            .wrongType, at: entry.value.span,
            "lms is \"\(name)\"; a mapping \(name):\(list.isEmpty ? "" : " with \(list)") was expected",
            offending: name)
        return nil
    }

    private static func platform(
        _ entry: Section.Entry, _ keys: PlatformKeys, _ check: inout FileCheck
    ) -> HostConfiguration.Platform? {
        guard let section = check.section(entry, keys.section) else { return nil }
        let given = keys.platforms.filter { section[$0.name] != nil }
        if section.names.isEmpty {
            let names = keys.platforms.map { " or \($0.name):" }.joined()
            check.report(
                .missing, at: section.place,
                "lms has no value; \(PlatformKeys.workspace)\(names) was expected")
        }
        if given.count > 1, let second = section[given[1].name] {
            check.report(
                .invalidValue, at: second.key,
                "lms names \(given[0].name) and \(given[1].name); one platform was expected",
                offending: given[1].name)
        }
        guard let key = given.first, let entry = section[key.name],
            let platform = keys.registry.platform(key.name), let opened = key.form.read(&check, entry),
            let settings = SettingsReader(platform: platform).read(in: opened, &check)
        else { return nil }
        return .external(ConfiguredPlatform(platform, settings))
    }
}
