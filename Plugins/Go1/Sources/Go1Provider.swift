package import ConnectorKit

/// Go1, as the build registers it.
package let provider: any Provider = Go1Provider()

/// Go1 in both of its live generations; what differs between them is in ``Generation``.
struct Go1Provider: Provider {
    let descriptor = ProviderDescriptor.go1
    /// How many rows a list reaches by offset (reference/go1-api-facts.md 3).
    var reach = 10_000

    func problems(in settings: Settings) -> [SettingProblem] {
        Service.problems(in: settings)
    }
}
