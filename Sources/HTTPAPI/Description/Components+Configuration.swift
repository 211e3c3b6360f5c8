import Model
import ConfigurationFiles
import ConnectorKit
import Host

extension Components {
    static let configuration: [String: Shape] = [
        "Diagnostic": record(
            Record.diagnosticKeys,
            [
                "line": count, "column": count, "code": .choice(Diagnostic.Code.allCases.map(\.rawValue)),
                "offending": .nullable(.text(maximum: 100_000)), "validValues": .list(.text()),
                "suggestion": .nullable(.text()),
                "excerpt": .nullable(
                    .object([
                        .init("text", .text(maximum: 100_000)), .init("from", count), .init("to", count),
                    ])),
            ]),
        "Deployment": .object([
            .init("group", .text()), .init("provider", .text()), .init("enabled", .boolean),
            .init("tags", .boolean), .init("filters", .named("Filters")),
            .init("settings", .map(.text(maximum: 100_000)), "Secrets are not shown."),
            .init("secrets", .list(.text()), "The names of the settings that are secret and set."),
            .init("pushCompletions", .boolean), .init("echo", .boolean),
            .init("schedule", .named("Schedule")),
            .init("file", .text()),
        ]),
        "Schedule": .object([
            .init("catalog", .list(.text()), "HH:MM, in the host's time zone."),
            .init("stats", .list(.text())),
            .init("changes", .text(), "The interval of change runs, such as 15m; no: never."),
        ]),
        "Filters": .object([
            .init(
                "languages", .list(.text(minimum: 1, maximum: 100), maximum: 500),
                "BCP 47; empty: every language."),
            .init(
                "contentTypes", .list(.text(minimum: 1, maximum: 100), maximum: 500),
                "Content types of the provider; empty: every type."),
            .init(
                "terms", .map(.list(.text(minimum: 1, maximum: 200), maximum: 500)), required: false,
                "Words of the vocabularies that the provider declares, by name; a missing one takes everything."
            ),
        ]),
        "Preview": record(
            Record.previewKeys,
            ["archived": .integer(0...1_000_000_000), "unarchived": .integer(0...1_000_000_000)]),
        "ConnectionTest": record(
            Record.connectionTestKeys,
            [
                "reached": .boolean, "credentials": .nullable(.boolean), "items": .nullable(count),
                "sample": .list(.text(maximum: 100_000)), "counted": count, "whole": .boolean,
                "languages": counts, "contentTypes": counts, "terms": .map(counts),
                "problem": .nullable(.choice(ConnectionProblem.allCases.map(\.rawValue))),
                "message": .nullable(.text(maximum: 100_000)),
            ]),
        "PlatformGroup": .object([.init("id", .text()), .init("name", .text())]),
        "Content": record(
            Record.contentKeys,
            ["total": count, "languages": counts, "contentTypes": counts, "terms": .map(counts)]),
        "Provider": .object([
            .init("id", .text()), .init("name", .text()), .init("summary", .text()),
            .init("capabilities", .list(.choice(Capability.allCases.map(\.rawValue)))),
            .init(
                "settings",
                .list(
                    .object([
                        .init("name", .text()), .init("type", .text()), .init("required", .boolean),
                        .init("secret", .boolean), .init("default", .nullable(.text())),
                        .init("help", .text()),
                    ]))),
            .init("contentTypes", .list(.text())),
            .init(
                "vocabularies", .map(.list(.text())),
                "What else filters may name, with the words; any text if there are none."),
            .init("schedule", .object([.init("catalog", .text()), .init("stats", .nullable(.text()))])),
            .init("quirks", .list(.text())),
        ]),
        "Check": .object([
            .init("groups", count), .init("deployments", count),
            .init("mistakes", .list(.named("Diagnostic"))),
            .init(
                "online",
                .nullable(
                    .list(
                        .object([
                            .init("service", .text()), .init("groups", .list(.text())),
                            .init("finding", .nullable(.text())),
                            .init("problem", .nullable(.text(maximum: 100_000))),
                            .init(
                                "addresses",
                                .list(
                                    .object([
                                        .init("address", .text()),
                                        .init("proxy", .nullable(.text()), "And what names it."),
                                        .init(
                                            "ca", .nullable(.text()),
                                            "The trusted authorities, and what names them; null for plain http."
                                        ),
                                    ])), "How each address was reached."),
                        ]))), "Null if it was not requested, or the files have mistakes."),
        ]),
    ]
}

extension Components {
    /// How many items there are of each value, the most frequent first.
    fileprivate static let counts = Shape.list(.object([.init("value", .text()), .init("count", count)]))
}
