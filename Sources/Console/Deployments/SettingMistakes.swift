import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Host

/// The mistakes in a settings form, assigned to their settings if possible.
struct SettingMistakes {
    private(set) var byName: [String: String] = [:]
    private(set) var others: [String] = []

    init(_ problem: Problem?, _ descriptor: ProviderDescriptor) {
        guard let problem else { return }
        for diagnostic in problem.diagnostics {
            if let name = Self.key(before: diagnostic),
                descriptor.settings.contains(where: { $0.name == name }), byName[name] == nil
            {
                byName[name] = diagnostic.message
            } else if let name = descriptor.settings.map(\.name).first(where: {
                diagnostic.code == .missing && diagnostic.message.contains("\"\($0)\"")
            }) {
                byName[name] = diagnostic.message
            } else {
                others.append("\(diagnostic)")
            }
        }
        if problem.diagnostics.isEmpty { others = [problem.detail] }
    }

    /// The key whose value a diagnostic marks.
    private static func key(before diagnostic: Diagnostic) -> String? {
        guard let excerpt = diagnostic.excerpt else { return nil }
        let before = excerpt.text.prefix(excerpt.marked.lowerBound)
        guard let colon = before.lastIndex(of: ":") else { return nil }
        return before[..<colon].split { " {,\"'".contains($0) }.last.map(String.init)
    }
}
