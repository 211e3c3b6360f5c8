public import Foundation

/// A content system that Tributary can connect to.
///
/// A provider module exposes a global named `provider`. The module `<Name>Simulator` exposes a global named
/// `simulator`. The build registers both. The capability protocols that a provider conforms to, such as
/// ``CatalogProvider``, state what it can do.
///
/// A provider has no state, no store and no clock. It reaches the network only through the client in the
/// ``Connection`` that it receives, and knows the time only from there.
public protocol Provider: Sendable {
    /// Describes the provider and its settings. Everything shown about the provider derives from it.
    var descriptor: ProviderDescriptor { get }

    /// Fetches an access token with a request whose `authorized` is false. The host caches the token,
    /// refreshes it once for all waiting requests, and adds it to every `authorized` request.
    ///
    /// - Returns: The token, or nil if the system needs none.
    /// - Throws: ``Failure/credentials(_:)`` if the credentials are refused.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken?

    /// Fetches one of several access tokens, for requests whose ``HTTPRequest/audience`` names it: a service may issue one
    /// for each scope or audience. The host caches and renews each of them by itself.
    ///
    /// By default there is one token for all.
    func accessToken(for audience: String, _ connection: Connection) async throws(Failure) -> AccessToken?

    /// Makes the smallest request that proves that address, credentials and permissions are right for one of
    /// the provider's ``capabilities`` (`check --online`). A capability that cannot be tried without changing
    /// anything returns without a request.
    ///
    /// - Throws: ``Failure/credentials(_:)`` if the credentials are refused or a permission is missing. The message
    ///   names the permission.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure)

    /// Returns problems that only the provider can detect. Each value already has its declared type.
    func problems(in settings: Settings) -> [SettingProblem]
}

extension Provider {
    public func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? { nil }
    public func accessToken(for audience: String, _ connection: Connection) async throws(Failure)
        -> AccessToken?
    {
        try await accessToken(connection)
    }

    /// The token that a request with this ``HTTPRequest/audience`` needs.
    package func accessToken(audience: String?, _ connection: Connection) async throws(Failure)
        -> AccessToken?
    {
        guard let audience else { return try await accessToken(connection) }
        return try await accessToken(for: audience, connection)
    }

    public func problems(in settings: Settings) -> [SettingProblem] { [] }

    /// What this provider can do, derived from the protocols that it conforms to.
    public var capabilities: [Capability] {
        var found: [Capability] = []
        if self is any CatalogProvider { found.append(.catalog) }
        if self is any StatsProvider { found.append(.stats) }
        if self is any PushProvider { found.append(.push) }
        return found
    }

    /// The times a deployment runs at unless its file sets others, for supported capabilities only.
    public var schedule: DefaultSchedule {
        let declared = descriptor.schedule
        return DefaultSchedule(
            catalog: declared.catalog, stats: capabilities.contains(.stats) ? declared.stats : nil)
    }
}

/// A kind of work that a provider supports.
public enum Capability: String, Sendable, CaseIterable {
    case catalog, stats, push
}

/// A provider with one set of settings. Groups with equal settings share a connection.
public struct Connection: Sendable {
    /// The validated settings, with defaults filled in.
    public let settings: Settings
    /// The only access to the network. It adds the access token, retries, and enforces the limits.
    public let client: any HTTPClient
    private let clock: @Sendable () -> Date

    /// - Parameter clock: Returns the present time; by default this machine's.
    public init(
        settings: Settings, client: any HTTPClient, clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.settings = settings
        self.client = client
        self.clock = clock
    }

    /// The present time by the host's clock, for a service that is asked for windows of time.
    public var now: Date { clock() }
}

/// A bearer token and its lifetime as the issuer states it.
public struct AccessToken: Sendable {
    public let value: Secret
    public let lifetime: Duration

    public init(value: Secret, lifetime: Duration) {
        self.value = value
        self.lifetime = lifetime
    }
}

/// A setting whose value has the right type but cannot work.
public struct SettingProblem: Sendable, Equatable {
    /// The declared name of the setting.
    public let setting: String
    /// What is wrong and what would be right. It follows the place in the file within a message.
    public let message: String

    public init(setting: String, message: String) {
        self.setting = setting
        self.message = message
    }
}
