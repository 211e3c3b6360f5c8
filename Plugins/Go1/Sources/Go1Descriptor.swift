import ConnectorKit

extension ProviderDescriptor {
    static let go1 = ProviderDescriptor(
        id: "go1",
        displayName: "Go1",
        summary: "The content in the Library of a Go1 portal, and what learners did with it.",
        settings: [
            Setting(
                "portal", .origin, required: true,
                help:
                    "Address of your Go1 portal, such as https://acme.mygo1.com; launch links begin with it."
            ),
            Setting(
                "client_id", .text, required: true,
                help: "Client id of the integration made in the portal under Integrations > Developers."),
            Setting(
                "secret", .text, required: true, secret: true,
                help: "Client secret of the same integration."),
            Setting(
                "api_version", .choice(Generation.allCases.map(\.rawValue)),
                default: Generation.gateway.rawValue,
                help: "Version of Go1's API: 2025-01-01 is the gateway, 2022-07-01 the older v2."),
            Setting(
                "page_size", .integer(1...Generation.gateway.largestPage),
                help:
                    "Items in one page: default 1000, at most 5000; with 2022-07-01 both are 50."
            ),
            Setting(
                "target", .choice(["portal", "library"]), default: "portal",
                help:
                    "Where pushed content goes: this portal, or Go1's network, which needs a partnership."
            ),
            Setting(
                "auth_url", .origin, default: "https://auth.go1.com",
                help: "Where tokens are issued; only to reach another environment."),
            Setting(
                "api_url", .origin,
                help: "Where the API answers, for both versions; only to reach another environment."),
        ],
        filters: FilterVocabulary(contentTypes: SupportedType.allCases.map(\.rawValue)),
        // The daily times of 360Learning's own connector (rule E1).
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"),
        quirks: [
            "Pushed content arrives unpublished, and a Go1 admin must publish it.",
            "Content launched from Go1's own pages completes by itself.",
            "Content that Go1 adds to the Library automatically (Auto-add to Library) does not sync.",
            "Importing the same courses as SCORM packages as well makes statistics disagree.",
            "Go1 must also be told of content that was removed.",
        ],
        translations: [
            "de": PackageResources.de_json, "es": PackageResources.es_json, "fr": PackageResources.fr_json,
            "ja": PackageResources.ja_json, "pt": PackageResources.pt_json,
        ])
}
