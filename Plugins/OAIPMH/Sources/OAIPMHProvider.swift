package import ConnectorKit

/// OAI-PMH 2.0, as the build registers it.
package let provider: any Provider = OAIPMHProvider()

/// Any repository that speaks OAI-PMH 2.0. It takes no credentials, so there is no access token.
struct OAIPMHProvider: Provider {
    let descriptor = ProviderDescriptor.oaiPMH

    func problems(in settings: Settings) -> [SettingProblem] {
        Repository.problems(in: settings)
    }
}
