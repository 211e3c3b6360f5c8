public import ConnectorKit
public import Foundation

/// What `tributary.yaml` says, defaults filled in (contract section 2).
public struct HostConfiguration: Sendable, Equatable {
    public var environment: Environment = .production
    /// Directory of the store and of secrets.
    public var dataDirectory: URL
    /// Directory of the per-group provider files.
    public var providersDirectory: URL
    /// The zone in which schedules are read.
    public var timezone: TimeZone
    /// The provider meant where a command, a request or a form names none.
    public var defaultProvider: String
    public var listen = ListenAddress(host: "127.0.0.1", port: 8360)
    /// What providers call back, without a slash at its end; nil: nothing is registered with them.
    public var publicURL: String?
    public var retention = Retention()
    public var platform: Platform = .workspace

    /// The defaults of a host whose files are in `directory`.
    public init(directory: URL, defaultProvider: String) {
        dataDirectory = directory.appending(path: "data", directoryHint: .isDirectory)
        providersDirectory = directory.appending(path: "providers", directoryHint: .isDirectory)
        timezone = TimeZone(secondsFromGMT: 3_600) ?? .gmt
        self.defaultProvider = defaultProvider
    }

    /// Whether results reach people (contract section 12).
    public enum Environment: String, Sendable, CaseIterable {
        case production, test
    }

    /// How long records are kept.
    public struct Retention: Sendable, Equatable {
        public var runs: Duration = .seconds(90 * 86_400)
        public var events: Duration = .seconds(30 * 86_400)

        public init() {}
    }

    /// Where results go.
    public enum Platform: Sendable, Equatable {
        /// The built-in one.
        case workspace
        case threeSixtyLearning(ThreeSixtyLearning)
    }

    /// A real 360Learning platform and how it is reached.
    public struct ThreeSixtyLearning: Sendable, Equatable {
        /// Scheme, host and port.
        public var url: String
        public var clientID: String
        public var clientSecret: Secret
        /// Meant where the platform has no name for an item's language.
        public var defaultLanguage: LanguageTag

        public init(url: String, clientID: String, clientSecret: Secret, defaultLanguage: LanguageTag) {
            self.url = url
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.defaultLanguage = defaultLanguage
        }
    }
}
