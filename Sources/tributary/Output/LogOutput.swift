import ConnectorKit
import HTTPAPI
import Logging

/// How `serve` logs: to standard error, as sentences or as lines of JSON.
///
/// The environment says it, as it is the service manager's to decide and the same for every command line (our
/// decision): `TRIBUTARY_LOG_FORMAT` is text or json, `TRIBUTARY_LOG_LEVEL` a level of swift-log.
enum LogOutput {
    private enum Format: String, CaseIterable { case text, json }

    /// - Throws: ``Stop`` for a format or level that there is none of.
    static func logger(_ environment: [String: String]) throws(Stop) -> Logger {
        let format = try choice("TRIBUTARY_LOG_FORMAT", in: environment, default: Format.text)
        let level = try choice("TRIBUTARY_LOG_LEVEL", in: environment, default: Logger.Level.info)
        return Logger(label: "tributary") { _ in
            switch format {
            case .text: SentenceLogHandler(level: level) { complain("tributary: \($0)") }
            case .json: JSONLogHandler(level: level) { complain("\($0)") }
            }
        }
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, in environment: [String: String], default choice: Choice
    ) throws(Stop) -> Choice {
        guard let text = environment[name], !text.isEmpty else { return choice }
        guard let choice = Choice(rawValue: text.lowercased()) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .wrongUsage("tributary: \(name) is \"\(text)\"; one of \(known) was expected")
        }
        return choice
    }
}
