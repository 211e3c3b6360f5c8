package import ConnectorKit

/// The provider that the build registers.
package let provider: any Provider = OAIPMHProvider()

/// A provider for any OAI-PMH 2.0 repository. OAI-PMH has no access tokens; Basic
/// authentication is a header of every request.
struct OAIPMHProvider: Provider {
    let descriptor = ProviderDescriptor.oaiPMH

    func problems(in settings: Settings) -> [SettingProblem] {
        Repository.problems(in: settings)
    }
}
