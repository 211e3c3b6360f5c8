package import ConnectorKit
package import Foundation
package import Transport

/// What `tributary.yaml` says, defaults filled in (rule K1).
package struct HostConfiguration: Sendable, Equatable {
    package var environment: Environment = .production
    /// Directory of the store and of secrets.
    package var dataDirectory: URL
    /// The database that the store is in; nil for a file in the data directory.
    package var database: StoreDatabase?
    /// Directory of the per-group provider files.
    package var providersDirectory: URL
    /// The zone in which schedules are read.
    package var timezone: TimeZone
    /// The provider that is used if a command, a request or a form names none.
    package var defaultProvider: String
    package var listen = ListenAddress(host: "127.0.0.1", port: 8360)
    /// What providers call back, without a slash at its end; nil: nothing is registered with them.
    package var publicURL: String?
    package var retention = Retention()
    /// How services are reached.
    package var network = NetworkSettings()
    package var platform: Platform = .workspace

    /// The defaults of a host whose files are in `directory`.
    package init(directory: URL, defaultProvider: String) {
        dataDirectory = directory.appending(path: "data", directoryHint: .isDirectory)
        providersDirectory = directory.appending(path: "providers", directoryHint: .isDirectory)
        timezone = TimeZone(secondsFromGMT: 3_600) ?? .gmt
        self.defaultProvider = defaultProvider
    }

    /// Whether results reach people (rule E3).
    package enum Environment: String, Sendable, CaseIterable {
        case production, test
    }

    /// How long records are kept.
    package struct Retention: Sendable, Equatable {
        package var runs: Duration = .seconds(90 * 86_400)
        package var events: Duration = .seconds(30 * 86_400)

        package init() {}
    }

    /// A database of a PostgreSQL server.
    package struct StoreDatabase: Sendable, Equatable {
        /// A connection URI of libpq. It may hold a password, so no message shows it.
        package let url: String
        /// Further parameters of libpq, which count more.
        package var parameters: [String: String]
        /// Where the file names it.
        package let place: Place

        package init(url: String, parameters: [String: String] = [:], place: Place) {
            self.url = url
            self.parameters = parameters
            self.place = place
        }
    }

    /// Where results go.
    package enum Platform: Sendable, Equatable {
        /// The built-in one.
        case workspace
        case external(ConfiguredPlatform)
    }
}

/// A platform and how it is reached.
package struct ConfiguredPlatform: Sendable, Equatable {
    package let platform: any Platform
    /// Checked against the platform's declaration, its defaults filled in.
    package let settings: Settings

    package init(_ platform: any Platform, _ settings: Settings) {
        self.platform = platform
        self.settings = settings
    }

    /// Tells companies apart: those of one site have different credentials.
    package var key: String {
        platform.descriptor.identity.compactMap { settings[$0] }.joined(separator: " ")
    }

    package static func == (left: ConfiguredPlatform, right: ConfiguredPlatform) -> Bool {
        left.platform.descriptor.id == right.platform.descriptor.id && left.settings == right.settings
    }
}
