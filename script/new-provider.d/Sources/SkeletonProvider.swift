package import ConnectorKit

/// Skeleton, as the build registers it.
package let provider: any Provider = SkeletonProvider()

//? oauth
/// A service that lists its content page by page as JSON, for clients that fetch a token.
//? else
/// A service that lists its content page by page as JSON, for who has a key.
//? end
struct SkeletonProvider: Provider {
    /// Configuration checks, `tributary providers`, starter files and help are made of this.
    let descriptor = ProviderDescriptor(
        id: "skeleton",
        displayName: "Skeleton",
        //? stats
        summary: "The courses, videos and articles of Skeleton, and what learners did with them.",
        //? else
        summary: "The courses, videos and articles of Skeleton.",
        //? end
        settings: [
            Setting(
                "url", .origin, required: true,
                help: "Address of the service, such as https://api.example.com."),
            //? oauth
            Setting("client_id", .text, required: true, help: "Client id of an API client."),
            Setting(
                "client_secret", .text, required: true, secret: true,
                help: "Client secret of the same API client."),
            //? else
            Setting(
                "api_key", .text, required: true, secret: true,
                help: "Key of an account that may list content."),
            //? end
        ],
        filters: FilterVocabulary(contentTypes: ItemKind.allCases.map(\.rawValue)),
        schedule: DefaultSchedule(catalog: "07:40"))

    //? oauth
    /// A token by client credentials, which the host keeps, adds to every request and renews.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        var credentials = try ClientCredentials(
            url: try Service(connection).tokenURL, connection.settings)
        credentials.setting = "url"
        return try await credentials.token(
            over: connection.client,
            advice: "the settings client_id and client_secret must be those of one API client")
    }

    //? else
    //? !header
    /// The key is the token: the host adds it to every request, and nothing has to be fetched first.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        connection.settings.secret("api_key").map { AccessToken(value: $0, lifetime: .seconds(86_400)) }
    }

    //? end
    //? end
    /// One row is enough to show that address, credentials and permissions are right.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        //? stats
        if capability == .stats {
            //? by-content
            let service = try Service(connection)
            let items = try await service.page(of: "items", limit: 1, paths: CourseTable.paths)
            guard let item = items?.catalogPage(next: nil).items.first else { return }
            _ = try await service.page(
                of: "enrolments", in: item.id, limit: 1, paths: EnrolmentRow.paths)
            //? else
            _ = try await Service(connection).page(of: "enrolments", limit: 1, paths: EnrolmentRow.paths)
            //? end
            return
        }
        //? end
        _ = try await Service(connection).page(of: "items", limit: 1, paths: CourseTable.paths)
    }
}
