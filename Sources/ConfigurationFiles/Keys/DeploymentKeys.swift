import ConnectorKit
import Model

/// What a group's file may say of one provider: what every provider takes, and what this one declares.
///
/// What the provider does not offer cannot be scheduled or switched on (rule V3).
struct DeploymentKeys: Sendable {
    let enabled = Key(
        "enabled", .boolean, default: .boolean(true), help: "false archives its courses in the group.")
    let settings: Key<Section>
    let schedule: Key<Section>
    let tags = Key(
        "tags", .boolean, default: .boolean(false), help: "true: the subjects of courses become tags.")
    let filters: Key<Section>
    let pushCompletions: Key<Bool>
    let echo: Key<Bool>
    let integration = Key(
        "integration", .section(IntegrationKeys().section), mayBeEmpty: true,
        help: "How the LMS shows it; without effect in the workspace.")

    let scheduleKeys: ScheduleKeys
    let filterKeys: FilterKeys
    private let settingNames: Set<String>

    init(provider: any Provider) { self.init(provider: provider, offering: provider.capabilities) }

    init(provider: any Provider, offering capabilities: [Capability]) {
        let descriptor = provider.descriptor
        let settings = SettingKeys(provider: descriptor).section
        settingNames = Set(settings.names)
        let needed = settings.declared.contains(where: \.required)
        self.settings = Key(
            "settings", .section(settings), required: needed ? "a mapping" : nil,
            help: "How the provider is reached.")
        scheduleKeys = ScheduleKeys(descriptor, offering: capabilities)
        schedule = Key(
            "schedule", .section(scheduleKeys.section),
            help: "When it runs by itself; times are read in the host's time zone.")
        filterKeys = FilterKeys(descriptor)
        filters = Key(
            "filters", .section(filterKeys.section),
            help: "What is taken of the catalog; an empty filter takes everything.")
        pushCompletions = Key(
            "push_completions",
            capabilities.contains(.push) ? .boolean : .off("\(descriptor.id) takes no completions"),
            default: .boolean(false),
            help: "Whether completions of pushed content in the workspace go to the provider.")
        echo = Key(
            "echo", capabilities.contains(.push) ? .boolean : .off("\(descriptor.id) takes no content"),
            default: .boolean(false),
            help: "Whether content that the group pushed becomes a course of it when the provider lists it.")
    }

    var section: SectionKeys {
        SectionKeys(
            declared: [
                enabled.declaration, settings.declaration, schedule.declaration, tags.declaration,
                filters.declaration, pushCompletions.declaration, echo.declaration, integration.declaration,
            ],
            mayHoldSecrets: true,
            elsewhere: { [settingNames] in settingNames.contains($0) ? "it belongs under settings:" : nil })
    }
}

/// What `integration:` may hold: how the deployment appears on the platform (rule D7).
struct IntegrationKeys: Sendable {
    let name = Key("name", .filledText, mayBeEmpty: true, help: "Its name there.")
    let logo = Key("logo", .logo, mayBeEmpty: true, help: "An https URL of an image.")
    let defaultProgress = Key(
        "default_progress", .integer(0...100), default: .integer(0),
        help: "Per cent that a learner has at launch.")
    let defaultCompletion = Key(
        "default_completion", .boolean, default: .boolean(false),
        help: "Whether a launch completes the course.")
    let subgroups = Key(
        "subgroups", .boolean, default: .boolean(true), help: "Whether subgroups see the content.")

    var section: SectionKeys {
        SectionKeys(declared: [
            name.declaration, logo.declaration, defaultProgress.declaration, defaultCompletion.declaration,
            subgroups.declaration,
        ])
    }
}

extension ValueForm where Value == Bool {
    /// A switch that can only be off; `reason` says why.
    fileprivate static func off(_ reason: String) -> ValueForm {
        ValueForm(JSONSchema([("const", .boolean(false))]), .reference) { check, entry in
            guard let value = check.boolean(entry), let text = check.text(entry) else { return nil }
            if value {
                check.reportValue(
                    entry, text, "\(entry.name) is \(text.shown); \(reason), so false was expected",
                    valid: ["false"])
            }
            return value ? nil : false
        }
    }
}
