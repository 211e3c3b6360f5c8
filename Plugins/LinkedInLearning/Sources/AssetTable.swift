import ConnectorKit

/// Where each field of a course comes from. The host maps by this table, and `tributary explain` prints it.
enum AssetTable {
    /// Raise it with every change of a rule.
    static let version = 1

    private static let people = "details.contributors[]"
    private static let tags = "details.classifications[]"

    static let rules: [FieldRule] = [
        .externalID(from: "urn", note: "required; reports name content by it"),
        .name(from: "title.value"),
        .description(from: "details.descriptionIncludingHtml.value", "details.description.value"),
        .image(from: "details.images.primary"),
        FieldRule(
            .duration, from: ["details.timeToComplete.duration", "details.timeToComplete.unit"],
            "minutes, rounded up; 0 and less mean unknown"
        ) { input, course throws(Failure) in
            course.duration = try input.minutes(
                at: "details.timeToComplete.duration", unit: "details.timeToComplete.unit",
                ["SECOND": .seconds, "MINUTE": .minutes, "HOUR": .hours], else: .seconds)
        },
        FieldRule(
            .authors, from: [people + ".name.value", people + ".contributionType", people],
            "the names of those who contributed as AUTHOR"
        ) { input, course throws(Failure) in
            course.authors = try input.texts(
                at: people + ".name.value", where: people + ".contributionType", is: "AUTHOR", of: people)
        },
        FieldRule(
            .language, from: ["title.locale.language", "title.locale.country"],
            "both as a BCP 47 tag; in is id today"
        ) { input, course throws(Failure) in
            course.language = try input.locale(
                language: "title.locale.language", country: "title.locale.country")
        },
        FieldRule(.modifiedAt, from: ["details.lastUpdatedAt"], "milliseconds since 1970") {
            input, course throws(Failure) in
            course.modifiedAt = try input.time(since1970: .milliseconds)
        },
        FieldRule(
            .subjects,
            from: [
                tags + ".associatedClassification.name.value", tags + ".associatedClassification.type", tags,
            ], "the names of classifications of the type SUBJECT"
        ) { input, course throws(Failure) in
            course.subjects = try input.texts(
                at: tags + ".associatedClassification.name.value",
                where: tags + ".associatedClassification.type", is: "SUBJECT", of: tags)
        },
        FieldRule(.providerType, from: ["type"], "one of \(AssetType.names); others are skipped") {
            input, course throws(Failure) in
            course.providerType = try input.requiredCase(of: AssetType.self).name
        },
        FieldRule(.contentType, from: ["type"], "a video for VIDEO, else a course") {
            input, course throws(Failure) in
            course.contentType = try input.requiredCase(of: AssetType.self).contentType
        },
        FieldRule(.published, from: ["details.availability"], "true for AVAILABLE, and if it is absent") {
            input, course throws(Failure) in
            course.published = try input.text().map { $0 == "AVAILABLE" } ?? true
        },
        FieldRule(
            .launchURL, from: ["details.urls.webLaunch", "details.urls.ssoLaunch"],
            "the one that the setting launch names; required if the asset is published"
        ) { input, course throws(Failure) in
            let path = "details.urls.\(input.settings["launch"] ?? "web")Launch"
            let url = try input[path].webURL()
            guard url != nil || !course.published else { throw .item("no \(path) of http or https") }
            course.launchURL = url ?? ""
        },
    ]

    /// All sources, made ready for one pass over a page.
    static let paths = JSONPaths(rules.flatMap(\.sources))
}
