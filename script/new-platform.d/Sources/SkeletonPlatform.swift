package import ConnectorKit

/// Skeleton, as the build registers it.
package let platform: any Platform = SkeletonPlatform()

/// Skeleton, reached over its HTTP API.
struct SkeletonPlatform: Platform {
    let descriptor = PlatformDescriptor(
        id: "skeleton", displayName: "Skeleton", summary: "A Skeleton platform, reached over its HTTP API.",
        settings: [
            Setting("url", .origin, required: true, help: "Address of the platform."),
            Setting("api_key", .text, required: true, secret: true, help: "A key of its API."),
        ],
        identity: ["url"], needsAdministrator: true,
        limits: PlatformLimits(
            readsPerSecond: 20, writesPerSecond: 10, operationsAtOnce: 2, courses: 100, archived: 100,
            statistics: 100))

    /// The key is the token. A platform that issues tokens is asked for one here.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        connection.settings.secret("api_key").map { AccessToken(value: $0, lifetime: .seconds(86_400)) }
    }

    func client(over connection: Connection, clock: any Clock<Duration>) -> any PlatformClient {
        SkeletonClient(connection: connection, clock: clock)
    }
}
