import ConnectorKit
import HTTPAPI
import Model

/// What was entered in a set-up so far.
struct SetupDraft: Sendable {
    private(set) var fields: FormFields

    private static let page = "setup"

    init(_ context: PageContext) {
        fields = context.drafts.draft(of: Self.page, by: context.token, at: context.now)
    }

    func keep(_ context: PageContext) {
        context.drafts.keep(fields, of: Self.page, by: context.token, at: context.now)
    }

    /// The set-up is finished.
    static func drop(_ context: PageContext) {
        context.drafts.keep(nil, of: page, by: context.token, at: context.now)
    }

    subscript(_ name: String) -> String? { fields[name] }

    func isSet(_ name: String) -> Bool { fields[name] == "yes" }

    /// Takes fields of a form over; those it left empty are empty from now on.
    mutating func take(_ names: [String], from form: FormFields) {
        for name in names { fields.set(name, to: form.all(name)) }
    }

    mutating func name(_ name: String) { fields.set("name", to: [name]) }

    // MARK: - Provider and connection

    /// Another provider has other settings, content and filters.
    mutating func choose(provider: String) {
        guard self["provider"] != provider else { return }
        var kept = FormFields()
        for name in ["name", "id", "admin"] { kept.set(name, to: fields.all(name)) }
        kept.set("provider", to: [provider])
        fields = kept
    }

    /// Takes the settings of a form over; a secret that was left empty stays.
    mutating func takeSettings(of descriptor: ProviderDescriptor, from form: FormFields) {
        for setting in descriptor.settings where !setting.secret || form[setting.field] != nil {
            fields.set(setting.field, to: [form[setting.field] ?? ""])
        }
        if test(of: descriptor) == nil { fields.set("test", to: []) }
    }

    /// The settings as the API takes them.
    func settings(of descriptor: ProviderDescriptor) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for setting in descriptor.settings { values[setting.name] = self[setting.field].map(JSONValue.text) }
        return .object(sorting: values)
    }

    func keptSecrets(of descriptor: ProviderDescriptor) -> Set<String> {
        Set(descriptor.settings.filter { $0.secret && self[$0.field] != nil }.map(\.name))
    }

    /// Keeps what the test of the present settings came to.
    mutating func note(test: JSONValue, of descriptor: ProviderDescriptor) {
        fields.set("test", to: [test.json])
        fields.set("tested", to: [settings(of: descriptor).json])
    }

    /// What the test came to; nil if the settings are others now, or were never tried.
    func test(of descriptor: ProviderDescriptor) -> JSONValue? {
        guard fields["tested"] == settings(of: descriptor).json else { return nil }
        return fields["test"].flatMap { try? JSONValue(Array($0.utf8)) }
    }

    // MARK: - Filters

    var filters: FilterForm { FilterForm(fields) }

    mutating func takeFilters(from form: FormFields) {
        let filters = FilterForm(form)
        fields.set("languages", to: filters.languages)
        fields.set("type", to: filters.contentTypes)
        for (name, words) in filters.terms { fields.set(FilterForm.termField + name, to: words) }
    }

    // MARK: - The end

    /// The group as the API takes it.
    func group(with descriptor: ProviderDescriptor) -> JSONValue {
        let deployment = JSONValue.object([
            "settings": settings(of: descriptor), "tags": .boolean(isSet("tags")),
            "filters": filters.body,
        ])
        var group: [String: JSONValue] = [
            "id": .text(self["id"] ?? ""), "name": .text(self["name"] ?? self["id"] ?? ""),
            "providers": .object(sorting: [descriptor.id: deployment]),
        ]
        group["admin"] = self["admin"].map(JSONValue.text)
        return .object(sorting: group)
    }
}

extension Setting {
    /// The field of a form.
    var field: String { "setting.\(name)" }
}
