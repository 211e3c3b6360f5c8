import ConfigurationFiles
import ConnectorKit
import Host
import Model
import Store

/// The shapes of the API's answers by name; their records are those of the command line.
enum Components {
    static func shape(_ name: String) -> Shape { all[name] ?? .map(.boolean) }

    static let all = [courses, runs, configuration, common].reduce(into: [String: Shape]()) { all, part in
        all.merge(part) { first, _ in first }
    }

    private static let common: [String: Shape] = [
        "Problem": .object([
            .init("type", .text()), .init("title", .text()), .init("status", .integer(400...599)),
            .init("detail", .text(maximum: 100_000)),
            .init(
                "diagnostics", .list(.named("Diagnostic")), required: false,
                "The mistakes in the configuration files, if they are the reason."),
        ]),
        "Token": record(
            Record.tokenKeys,
            [
                "role": .choice(Role.allCases.map(\.rawValue)), "groups": .list(.text()), "created": .time,
                "expires": .nullable(.time), "state": .choice(["active", "expired", "revoked"]),
            ]),
        "Change": .object([
            .init("id", .text()), .init("at", .time), .init("who", .text()), .init("what", .text()),
            .init("subject", .text(maximum: 100_000)),
            .init("before", .anything, "The state before; null if there was none."),
            .init("after", .anything, "The state after; null if it was removed."),
            .init(
                "finished", .boolean,
                "False if the host stopped during the change, or could not put it in force."),
        ]),
    ]

    static let count = Shape.integer(0...1_000_000_000)

    /// The shape of a record; keys without a shape are text.
    static func record(_ keys: [String], _ shapes: [String: Shape]) -> Shape {
        .object(keys.map { .init($0, shapes[$0] ?? .text(maximum: 100_000)) })
    }
}
