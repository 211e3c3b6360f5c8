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
            if let name = diagnostic.key, descriptor.settings.contains(where: { $0.name == name }),
                byName[name] == nil
            {
                byName[name] = diagnostic.message
            } else {
                others.append("\(diagnostic)")
            }
        }
        if problem.diagnostics.isEmpty { others = [problem.detail] }
    }
}
