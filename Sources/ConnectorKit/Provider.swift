/// One content system that Tributary can speak to.
///
/// A provider module exposes its one value as a global named `provider`, and its simulator as a
/// global named `simulator` in the module `<Name>Simulator`; the build registers both. What a
/// provider can do is told by the capability protocols it adopts, ``CatalogProvider`` first.
///
/// A provider holds no state, sees no store, no clock of its own and no network but the client in
/// the ``Connection`` it is handed.
public protocol Provider: Sendable {
    /// What the provider is and what it must be told; everything shown about it derives from this.
    var descriptor: ProviderDescriptor { get }

    /// Fetches an access token, by a request with `authorized: false`. The host caches it, refreshes
    /// it one at a time, and adds it to every request that is `authorized`.
    ///
    /// - Returns: the token, or nil where the system needs none.
    /// - Throws: ``Failure/credentials(_:)`` where the credentials are refused.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken?

    /// Problems of the settings that only the provider can see, once each value has its declared type.
    func problems(in settings: Settings) -> [SettingProblem]
}

extension Provider {
    public func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? { nil }
    public func problems(in settings: Settings) -> [SettingProblem] { [] }

    /// What this provider can do, told by the protocols it adopts.
    public var capabilities: [Capability] {
        var found: [Capability] = []
        if self is any CatalogProvider { found.append(.catalog) }
        if self is any StatsProvider { found.append(.stats) }
        if self is any PushProvider { found.append(.push) }
        return found
    }

    /// When a deployment runs where its file does not say: the declared times of what the provider offers.
    public var schedule: DefaultSchedule {
        let declared = descriptor.schedule
        return DefaultSchedule(
            catalog: declared.catalog, stats: capabilities.contains(.stats) ? declared.stats : nil)
    }
}

/// What a provider can do for the host.
public enum Capability: String, Sendable, CaseIterable {
    case catalog, stats, push
}

/// A provider as one set of settings reaches it. Groups with equal settings share a connection.
public struct Connection: Sendable {
    /// The validated settings, defaults filled in.
    public let settings: Settings
    /// The only way to the network: adds the access token, retries, and keeps the limits.
    public let client: any HTTPClient

    public init(settings: Settings, client: any HTTPClient) {
        self.settings = settings
        self.client = client
    }
}

/// A bearer token and how long the issuer says it lives.
public struct AccessToken: Sendable {
    public let value: Secret
    public let lifetime: Duration

    public init(value: Secret, lifetime: Duration) {
        self.value = value
        self.lifetime = lifetime
    }
}

/// A setting whose value is of the right type and cannot work all the same.
public struct SettingProblem: Sendable, Equatable {
    /// The setting's name as declared.
    public let setting: String
    /// What is wrong and what would be right, as it follows the file's place in a message.
    public let message: String

    public init(setting: String, message: String) {
        self.setting = setting
        self.message = message
    }
}
