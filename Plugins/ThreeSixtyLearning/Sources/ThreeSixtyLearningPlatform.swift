package import ConnectorKit

/// 360Learning, as the build registers it.
package let platform: any Platform = ThreeSixtyLearningPlatform()

/// A 360Learning platform, reached over its public API v2.
package struct ThreeSixtyLearningPlatform: Platform {
    /// How long operations are waited for.
    let retryPolicy: OperationRetryPolicy

    init(retryPolicy: OperationRetryPolicy) { self.retryPolicy = retryPolicy }

    package init() { self.init(retryPolicy: OperationRetryPolicy()) }

    package var descriptor: PlatformDescriptor { .threeSixtyLearning }

    package func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        try await PlatformToken.fetch(connection)
    }

    package func client(over connection: Connection, clock: any Clock<Duration>) -> any PlatformClient {
        ThreeSixtyLearningClient(connection, clock: clock, retryPolicy: retryPolicy)
    }
}

extension PlatformDescriptor {
    static let threeSixtyLearning = PlatformDescriptor(
        id: "360learning", displayName: "360Learning",
        summary: "A 360Learning platform, reached over its public API.",
        settings: [
            Setting(
                "url", .origin, required: true,
                help: "Address of the platform, such as https://app.360learning.com."),
            Setting("client_id", .text, required: true, help: "Client id of the API credentials."),
            Setting(
                "client_secret", .text, required: true, secret: true,
                help: "Client secret of the same credentials."),
            Setting(
                "default_language", .language, default: "en",
                help: "The language meant where the platform has no name for an item's."),
        ],
        identity: ["url", "client_id"],
        groupID: GroupIDForm(expected: "a 360Learning group id of 24 hexadecimal digits") { text in
            text.utf8.count == 24 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
        },
        needsAdministrator: true,
        // Published: 50 reads and 10 writes a second, 3 bulk operations at once (rules D1 to D6). The rates stay
        // below them.
        limits: PlatformLimits(
            readsPerSecond: 45, writesPerSecond: 9, operationsAtOnce: 3, courses: 10_000, archived: 1_000,
            statistics: 10_000))
}
