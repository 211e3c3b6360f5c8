package import ConnectorKit

/// Skeleton, as the build registers it.
package let provider: any Provider = SkeletonProvider()

/// A service that lists its content page by page as JSON, for who has a key.
struct SkeletonProvider: Provider {
    /// Configuration checks, `tributary providers`, starter files and help are made of this.
    let descriptor = ProviderDescriptor(
        id: "skeleton",
        displayName: "Skeleton",
        summary: "The courses, videos and articles of Skeleton.",
        settings: [
            Setting(
                "url", .origin, required: true,
                help: "Address of the service, such as https://api.example.com."),
            Setting(
                "api_key", .text, required: true, secret: true,
                help: "Key of an account that may list content."),
        ],
        filters: FilterVocabulary(contentTypes: ItemKind.allCases.map(\.rawValue)),
        schedule: DefaultSchedule(catalog: "07:40"))

    /// The key is the token: the host adds it to every request, and nothing has to be fetched first.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        connection.settings.secret("api_key").map { AccessToken(value: $0, lifetime: .seconds(86_400)) }
    }
}
