package import ConnectorKit

/// The provider that the build registers.
package let provider: any Provider = Go1Provider()

/// Go1, with both generations of its API. ``Generation`` holds the differences.
struct Go1Provider: Provider {
    let descriptor = ProviderDescriptor.go1
    /// The number of rows that paging by offset can list (rule G9).
    var offsetLimit = 10_000

    func problems(in settings: Settings) -> [SettingProblem] {
        Service.problems(in: settings)
    }
}
