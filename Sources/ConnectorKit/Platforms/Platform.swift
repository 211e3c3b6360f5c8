/// A learning platform to which Tributary delivers courses and statistics.
///
/// A platform module exposes its one value as a global named `platform`, and its simulator as a global named
/// `simulator` in the module `<Name>Simulator`; the build registers both.
///
/// A platform holds no state, and has no store, clock or network of its own: ``client(over:clock:)`` makes the
/// client of one run from what the host passes.
public protocol Platform: Sendable {
    /// What the platform is, its settings and its limits.
    var descriptor: PlatformDescriptor { get }

    /// Fetches an access token, by a request with `authorized: false`. The host caches it, refreshes
    /// it one at a time, and adds it to every request that is `authorized`.
    ///
    /// - Returns: the token, or nil if the platform needs none.
    /// - Throws: ``Failure/credentials(_:)`` if the credentials are refused.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken?

    /// Problems of the settings that only the platform can see, once each value has its declared type.
    func problems(in settings: Settings) -> [SettingProblem]

    /// Makes the client of one run.
    ///
    /// - Parameters:
    ///   - connection: the settings, and an HTTP client that adds the access token, retries what may be
    ///     repeated and keeps the declared rates.
    ///   - clock: what the client waits by.
    func client(over connection: Connection, clock: any Clock<Duration>) -> any PlatformClient
}

extension Platform {
    public func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? { nil }
    public func problems(in settings: Settings) -> [SettingProblem] { [] }
}
