package import ConnectorKit

/// The provider that the build registers.
package let provider: any Provider = OAIPMHProvider()

/// A provider for any OAI-PMH 2.0 repository. OAI-PMH has no credentials, so there is no access token.
struct OAIPMHProvider: Provider {
    let descriptor = ProviderDescriptor.oaiPMH

    func problems(in settings: Settings) -> [SettingProblem] {
        Repository.problems(in: settings)
    }
}
