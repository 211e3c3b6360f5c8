import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model

/// What the statistics pages are limited to, as their addresses say: group, provider, first and last day.
struct StatisticsFilter {
    /// The fields of the address, for links to the same part of the statistics.
    let fields: [(String, String)]
    /// The filter as the API takes it.
    let query: [(name: String, value: String)]

    private let context: PageContext

    init(_ context: PageContext) {
        self.context = context
        let query = context.query
        fields = ["group", "provider", "from", "to"].compactMap { name in query[name].map { (name, $0) } }
        let days = Days(zone: context.words.zone)
        let bounds = [
            ("from", query["from"].flatMap { days.start(of: $0) }),
            ("until", query["to"].flatMap { days.start(of: $0, plus: 1) }),
        ].compactMap { name, time in time.map { (name: name, value: Timestamp.text($0)) } }
        self.query =
            ["group", "provider"].compactMap { name in query[name].map { (name: name, value: $0) } } + bounds
    }

    var isEmpty: Bool { fields.isEmpty }

    /// The address of a page for the same part of the statistics.
    func address(_ path: String, _ more: [(String, String)] = []) -> String {
        Address.query(path, fields + more)
    }

    /// The fields of the form, for the template.
    var record: [(String, JSONValue)] {
        let query = context.query
        func choice(_ value: String, _ name: String, _ field: String) -> JSONValue {
            .record([
                ("value", .text(value)), ("name", .text(name)),
                ("isChosen", .boolean(value == query[field])),
            ])
        }
        let providers = Set(context.groups.flatMap(\.deployments).map(\.provider)).sorted()
        return [
            ("groups", .list(context.groups.map { choice($0.id, $0.name, "group") })),
            (
                "providers",
                .list(providers.map { choice($0, context.host.name(ofProvider: $0), "provider") })
            ),
            ("from", .optional(query["from"])), ("to", .optional(query["to"])),
            ("kept", .list(fields.map { .record([("name", .text($0.0)), ("value", .text($0.1))]) })),
            ("isFiltered", .boolean(!isEmpty)), ("spans", .list(spans)),
        ]
    }

    /// Links to the last days and months.
    private var spans: [JSONValue] {
        let days = Days(zone: context.words.zone)
        let other = fields.filter { !["from", "to"].contains($0.0) }
        let spans = [("days30", 30), ("days90", 90), ("days365", 365)].map { name, count in
            (name, [("from", days.text(context.now, minus: count - 1)), ("to", days.text(context.now))])
        }
        return ([("allTime", [])] + spans).map { name, bounds in
            .record([
                ("label", .text(context.words("statistics.\(name)"))),
                ("address", .text(Address.query("/statistics", other + bounds))),
                (
                    "isHere",
                    .boolean(
                        fields.filter { ["from", "to"].contains($0.0) }.map(\.1) == bounds.map(\.1))
                ),
            ])
        }
    }
}

/// Days as date fields of forms write them (`2026-11-30`), in a zone.
struct Days {
    private let calendar: Calendar

    init(zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// The first moment of a day; nil if the text is none.
    func start(of text: String, plus days: Int = 0) -> Date? {
        guard let match = text.wholeMatch(of: #/(\d{4})-(\d{2})-(\d{2})/#), let year = Int(match.1),
            let month = Int(match.2), let day = Int(match.3)
        else { return nil }
        let parts = DateComponents(year: year, month: month, day: day)
        guard parts.isValidDate(in: calendar), let date = calendar.date(from: parts) else { return nil }
        return calendar.date(byAdding: .day, value: days, to: date)
    }

    func text(_ date: Date, minus days: Int = 0) -> String {
        let day = calendar.date(byAdding: .day, value: -days, to: date) ?? date
        return day.formatted(
            Date.ISO8601FormatStyle(timeZone: calendar.timeZone).year().month().day())
    }
}
