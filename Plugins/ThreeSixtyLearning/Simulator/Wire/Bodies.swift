/// The bodies of the published descriptions ("360Learning API" in docs/rules.md).
extension Shape {
    static let token = Shape.object([
        .required("grant_type", .text(minLength: 0)), .required("client_id", .text(minLength: 0)),
        .required("client_secret", .text(minLength: 0)), .optional("user_id", .objectID),
        .optional("company_id", .objectID),
    ])

    static let newIntegration = Shape.object(integration(isNew: true))
    static let changedIntegration = Shape.object(integration(isNew: false))

    private static func integration(isNew: Bool) -> [Member] {
        let named: [(String, Shape)] = [
            ("externalPlatform", .text(minLength: 1)), ("authorId", .objectID), ("groupId", .objectID),
        ]
        return named.map { Member(name: $0.0, shape: $0.1, isRequired: isNew) } + [
            .optional("defaultCompletion", .boolean), .optional("defaultProgress", .integer(0...100)),
            .optional("noGroupPropagation", .boolean), .optional("externalPlatformLogoUrl", .webAddress),
            .optional("externalPlatformUnicolorLogoUrl", .webAddress),
        ]
    }

    static let archive = Shape.object([.required("archived", .boolean)])

    static let courseTags = Shape.object([.required("tagIds", .list(.objectID, most: 100))])

    static let newTag = Shape.object([
        .required("isMain", .boolean), .required("name", .text(minLength: 1)),
        .optional("externalId", .text(minLength: 1)),
    ])
}

/// The items of bulk operations.
extension Shape {
    static let externalCourse = Shape.object([
        .required("defaultLang", .choice(Languages.all)), .required("externalId", .text(minLength: 1)),
        .required("launchUrl", .text(minLength: 1)), .required("name", .text(minLength: 1)),
        .required(
            "sources",
            .list(
                .object([
                    .required("name", .text(minLength: 1)), .optional("logoUrl", .text(minLength: 1)),
                ]), most: nil)),
        .required("subjects", .list(.text(minLength: 1), most: nil)),
        .optional("contentType", .choice(contentTypes)), .optional("description", .text(minLength: 1)),
        .optional("difficultyLevel", .choice(["advanced", "beginner", "intermediate"])),
        .optional("duration", .integer(1...100_000)), .optional("imageUrl", .text(minLength: 1)),
        .optional("mobileLaunchUrl", .text(minLength: 1)), .optional("authorId", .objectID),
        .optional(
            "translations",
            .list(
                .object([
                    .required("lang", .choice(Languages.all)), .required("translatedFields", translated),
                ]), most: nil)),
    ])

    private static let translated = Shape.object([
        .optional("description", .text(minLength: 1)), .optional("launchUrl", .text(minLength: 1)),
        .optional("mobileLaunchUrl", .text(minLength: 1)), .optional("name", .text(minLength: 1)),
        .optional("subjects", .list(.text(minLength: 1), most: nil)),
    ])

    private static let contentTypes = [
        "article", "assessment", "audiobook", "book", "certificate", "channel", "course", "curriculum",
        "interactive", "journey", "labs", "linkedContent", "mooc", "podcast", "program", "roleplay",
        "specialization", "topvoice", "video",
    ]

    static let archivedCourse = Shape.object([.required("externalId", .text(minLength: 1))])

    static let statistic = Shape.object([
        .required(
            "courseIdentifier",
            .object([
                .required("type", .choice(["externalId", "internalId"])),
                .required("value", .text(minLength: 1)),
            ])),
        .required(
            "userIdentifier",
            .object([
                .required("type", .choice(["mail", "internalId"])), .required("value", .text(minLength: 1)),
            ])),
        .required("progress", .number(0...100)), .required("timeSpent", .number(1...Double.infinity)),
        .required("firstActivityAt", .time), .required("lastActivityAt", .time),
        .optional("forceNew", .boolean), .optional("lang", .choice(Languages.all)),
        .optional("score", .number(0...100)), .optional("result", .choice(["success", "failed"])),
    ])
}

/// The languages a course may have; neither BCP 47 nor complete.
enum Languages {
    static let all = [
        "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hr", "ht_HT", "hu", "id", "it", "ja",
        "kar_MM", "ko", "lt", "mh_MH", "nl", "nl_BE", "no", "pl", "pt", "ro", "ru", "rw_RW", "sk", "sl",
        "so_SO", "sv", "sw_KE", "th", "ti_ET", "tr", "uk", "zh", "am_ET", "bn", "bs", "ca", "cy", "en_CA",
        "en_GB", "es_AR", "es_MX", "et", "fr_CA", "gu", "he_IL", "hy", "kk", "km", "lo", "lv", "mi",
        "mn_MN", "mr", "ms", "my_MM", "nn_NO", "or", "pa", "pt_BR", "pt_MZ", "rn_BI", "si", "ta", "te",
        "tl_PH", "ur", "uz", "yo_NG", "zh_tw", "hi", "sr", "ar", "vi", "zh_HANT",
    ]
}
