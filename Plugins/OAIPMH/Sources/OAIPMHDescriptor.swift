import ConnectorKit

extension ProviderDescriptor {
    static let oaiPMH = ProviderDescriptor(
        id: "oai-pmh",
        displayName: "OAI-PMH",
        summary:
            "The records of a repository that speaks OAI-PMH 2.0, as universities and libraries run them.",
        settings: [
            Setting(
                "url", .url, required: true,
                help: "Its OAI-PMH address, such as https://repository.example.edu/oai/request."),
            Setting(
                "set", .text,
                help:
                    "The one set to take, by its setSpec, such as law:civil; without it, all records."
            ),
            Setting(
                "metadata_prefix", .text, default: Repository.defaultPrefix,
                help: "The metadata format: Dublin Core, such as oai_dc, or LOM, such as oai_lom."),
            Setting(
                "user", .text,
                help: "The user name, if the repository asks for one (Basic authentication)."),
            Setting("password", .text, secret: true, help: "The password of that user."),
        ],
        filters: FilterVocabulary(contentTypes: ResourceType.allCases.map(\.rawValue)),
        schedule: DefaultSchedule(catalog: "07:40"),
        quirks: [
            "A record without a web address or DOI is skipped: there would be nothing to open.",
            "If the repository does not record deletions permanently, every sync lists all of it.",
            "If the repository refuses to list changes, every sync lists all of it, and changes are tried again after "
                + "a week.",
            "With a set, every sync lists all of the set: the protocol does not report what left it.",
            "Dublin Core has no duration and no image; LOM has no image.",
            "At most one request a second is sent, so a first sync of many records takes a while.",
        ], pace: pace,
        translations: [
            "de": PackageResources.de_json, "es": PackageResources.es_json, "fr": PackageResources.fr_json,
            "ja": PackageResources.ja_json, "pt": PackageResources.pt_json,
        ])

    /// Harvesters should leave a repository time for its users. The protocol names no pause, and a response
    /// takes much of a second anyway (rule O6).
    private static let pace = Duration.seconds(1)
}
