import ConnectorKit

extension ConformanceCase {
    /// What a provider that calls back promises.
    static let webhooks: [ConformanceCase] = [.registration, .signature, .events]

    /// Whether a provider is to pass this case.
    func applies(to provider: any Provider) -> Bool {
        if Self.webhooks.contains(where: { $0.id == id }), !(provider is any WebhookProvider) { return false }
        return capability.map(provider.capabilities.contains) ?? true
    }
}
