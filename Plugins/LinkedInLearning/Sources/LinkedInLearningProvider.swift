package import ConnectorKit

/// The provider that the build registers.
package let provider: any Provider = LinkedInLearningProvider()

/// LinkedIn Learning, by the API that its page "LinkedIn Learning APIs" describes. The README names the source of
/// each fact.
struct LinkedInLearningProvider: Provider {
    let descriptor = ProviderDescriptor(
        id: "linkedin-learning",
        displayName: "LinkedIn Learning",
        summary:
            "The courses, videos and learning paths of LinkedIn Learning, and what learners did with them.",
        settings: [
            Setting(
                "client_id", .text, required: true,
                help: "Client id of the keys made under Admin > Access content and reports via API."),
            Setting(
                "client_secret", .text, required: true, secret: true, help: "Client secret of the same keys."),
            Setting(
                "locales", .text, default: "en_US",
                help: "Languages of the content, such as en_US, de_DE; a mistake lists them all."),
            Setting(
                "learning_paths", .boolean, default: "true",
                help: "Whether learning paths are taken as courses."),
            Setting(
                "videos", .boolean, default: "false",
                help: "Whether the single videos of courses are taken too: many times as many items."),
            Setting(
                "launch", .choice(["web", "sso"]), default: "web",
                help:
                    "The address that opens content: the public one, or that of the account's single sign-on."
            ),
            Setting(
                "statistics_from", .date,
                help: "The first day of learners' activity to read; a year back by default."),
            Setting(
                "learners", .choice(["email", "unique_user_id"]), default: "email",
                help:
                    "What identifies learners: their address in the reports, or the id of the single sign-on."
            ),
            Setting(
                "page_size", .integer(1...Service.largestPage), default: "\(Service.largestPage)",
                help: "Items in one page."),
            Setting(
                "auth_url", .origin, default: "https://www.linkedin.com",
                help: "Where tokens are issued; only to reach a simulator or a proxy."),
            Setting(
                "api_url", .origin, default: "https://api.linkedin.com",
                help: "Where the API answers; only to reach a simulator or a proxy."),
        ],
        filters: FilterVocabulary(
            contentTypes: AssetType.allCases.map(\.name),
            aliases: ["LEARNING_PATH": AssetType.learningPath.name],
            others: [
                Vocabulary(
                    "subject", of: .subjects,
                    help: "Subjects of LinkedIn Learning, in the language of the content.")
            ]),
        schedule: DefaultSchedule(catalog: "07:20", stats: "08:20"),
        quirks: [
            "An administrator must allow the keys both content and reports.",
            "LinkedIn limits the requests of a day, by a number that it does not publish; a run that meets the limit ends, "
                + "and the next one begins anew.",
            "Single videos are part of courses, so with `videos: true` the same content may be there twice.",
        ],
        translations: [
            "de": PackageResources.de_json, "es": PackageResources.es_json, "fr": PackageResources.fr_json,
            "ja": PackageResources.ja_json, "pt": PackageResources.pt_json,
        ])

    /// A token by client credentials (page "API Authentication").
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        try await ClientCredentials(url: try Service(connection).tokenURL, connection.settings).token(
            over: connection.client,
            advice: "the settings client_id and client_secret must be those of one pair of keys")
    }

    func problems(in settings: Settings) -> [SettingProblem] {
        do throws(Failure) {
            _ = try SourceLocale.list(settings["locales"] ?? "")
            return []
        } catch {
            return [SettingProblem(setting: "locales", message: error.message)]
        }
    }
}
