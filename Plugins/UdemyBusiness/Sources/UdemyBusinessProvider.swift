package import ConnectorKit

/// Udemy Business, as the build registers it.
package let provider: any Provider = UdemyBusinessProvider()

/// The courses of a Udemy Business account, and what learners did with them (`README.md` has the sources).
struct UdemyBusinessProvider: Provider {
    let descriptor = ProviderDescriptor(
        id: "udemy-business",
        displayName: "Udemy Business",
        summary: "The courses of a Udemy Business account, and what learners did with them.",
        settings: [
            Setting(
                "url", .origin, required: true,
                help: "Address of your account, such as https://acme.udemy.com."),
            Setting(
                "account_id", .integer(1...Int(Int32.max)), required: true,
                help:
                    "Number of your account, on the page of the API's documentation under Manage > Settings > API."
            ),
            Setting(
                "client_id", .text, required: true,
                help: "Client id of the REST API, under Manage > Settings > APIs and Integrations."),
            Setting(
                "client_secret", .text, required: true, secret: true, help: "Client secret of the same API."),
            Setting(
                "learner_email", .choice(LearnerColumn.allCases.map(\.rawValue)),
                default: LearnerColumn.email.rawValue,
                help: "Column of the reports with the e-mail address that your LMS knows learners by."),
            Setting(
                "page_size", .integer(1...100), default: "100", help: "Rows in one page."),
        ],
        filters: FilterVocabulary(
            contentTypes: CourseKind.allCases.map(\.rawValue),
            others: [
                Vocabulary("category", of: .subjects, help: "Categories and subcategories of Udemy Business.")
            ]),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"),
        quirks: [
            "A retired course is no longer listed, so its courses are archived after the next complete listing.",
            "Learners open courses only with a Udemy Business licence of their own.",
        ],
        translations: [
            "de": PackageResources.de_json, "es": PackageResources.es_json, "fr": PackageResources.fr_json,
            "ja": PackageResources.ja_json, "pt": PackageResources.pt_json,
        ])

    /// One row is enough to show that address, credentials and permission are right.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let list: Account.List = capability == .stats ? .courseActivity : .courses
        let answer = try await Account(connection).page(1, of: list, size: 1)
        _ = try answer?.list(CourseTable.paths)
    }
}

/// The kinds of course, which filters may name (our decision: the list has no types).
enum CourseKind: String, CaseIterable {
    case course
    case practiceTest = "practice-test"
}

/// The columns of the reports that may hold the learner's e-mail address.
enum LearnerColumn: String, CaseIterable {
    case email = "user_email"
    case externalID = "user_external_id"
    case lmsID = "lms_user_id"
}
