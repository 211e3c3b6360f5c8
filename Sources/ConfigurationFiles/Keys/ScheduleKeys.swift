import ConnectorKit
import Model

/// What `schedule:` may hold: a time for each thing the provider offers.
struct ScheduleKeys: Sendable {
    let catalog: Key<[TimeOfDay]>
    /// Nil if the provider offers no statistics.
    let stats: Key<[TimeOfDay]>?
    /// Nil inside: switched off.
    let changes = Key(
        "changes", .changes, mayBeEmpty: true,
        help: "How often changes are asked for between these times, such as 15m; no: never.")

    private let id: String

    init(_ descriptor: ProviderDescriptor, offering capabilities: [Capability]) {
        id = descriptor.id
        catalog = Key(
            "catalog", .times, default: .text(descriptor.schedule.catalog), mayBeEmpty: true,
            help: "When the catalog is read every day: HH:MM, or a list of times.")
        stats =
            capabilities.contains(.stats)
            ? Key(
                "stats", .times, default: descriptor.schedule.stats.map(JSONValue.text), mayBeEmpty: true,
                help: "When statistics are read every day: HH:MM, or a list of times.") : nil
    }

    var section: SectionKeys {
        SectionKeys(
            declared: [catalog.declaration, stats?.declaration, changes.declaration].compactMap(\.self),
            elsewhere: { [id] in $0 == "stats" ? "\(id) offers no statistics, so leave it out" : nil })
    }
}

extension ValueForm where Value == [TimeOfDay] {
    /// One time of day, or a list of them; in order, each once.
    fileprivate static var times: ValueForm {
        let time = JSONSchema.text(matching: "^([01][0-9]|2[0-3]):[0-5][0-9]$")
        let item = JSONSchema.any(of: [time, .reference])
        return ValueForm(time, .list(of: item), .reference) { check, entry in
            let expected = "a time \"HH:MM\" or a list of them"
            let nodes = entry.value.items ?? [entry.value]
            let times = nodes.map { node -> TimeOfDay? in
                guard let text = check.text(node, named: entry.name, expected: expected) else { return nil }
                if let time = TimeOfDay(text.value) { return time }
                check.reportValue(
                    entry, text, "\(entry.name) is \(text.shown); \(expected) was expected")
                return nil
            }
            return times.contains(nil) ? nil : Set(times.compactMap(\.self)).sorted()
        }
    }
}

extension ValueForm where Value == Duration? {
    /// A duration, or the words for never.
    fileprivate static var changes: ValueForm {
        let duration = ValueForm<Duration>.duration(least: "1m")
        let never = JSONSchema([("enum", .list([.text("no"), .boolean(false)]))])
        return ValueForm(alternatives: duration.alternatives + [never]) { check, entry in
            if ["no", "false"].contains(entry.value.text) { return .some(nil) }
            return duration.read(&check, entry)
        }
    }
}
