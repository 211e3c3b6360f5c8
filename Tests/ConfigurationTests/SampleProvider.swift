import ThreeSixtyLearning
import ConnectorKit

/// A provider with a setting of every kind that offers statistics, for tests of what is derived from a
/// descriptor.
struct SampleProvider: StatsProvider {
    let descriptor = ProviderDescriptor(
        id: "go1", displayName: "Go1", summary: "Courses.",
        settings: [
            Setting("portal", .origin, required: true, help: "The portal."),
            Setting("client_id", .text, required: true, help: "The client."),
            Setting("secret", .text, required: true, secret: true, help: "The secret."),
            Setting(
                "api_version", .choice(["2022-07-01", "2025-01-01"]), default: "2025-01-01",
                help: "The generation."),
            Setting("page_size", .integer(1...5000), help: "Items a page."),
            Setting("api_url", .url, help: "Another address."),
            Setting("verbose", .boolean, default: "false", help: "More words."),
            Setting("since", .date, help: "The first day."),
            Setting("certificate", .certificate, help: "The client's certificate and key."),
        ],
        filters: FilterVocabulary(
            contentTypes: ["course", "document", "interactive", "text", "video", "link", "audio"],
            aliases: ["movie": "video"],
            others: [
                Vocabulary(
                    "subject", of: .subjects, help: "What it is about.", values: ["Design", "Data Science"],
                    aliases: ["ds": "Data Science"]),
                Vocabulary("publisher", of: .publisher, help: "Who made it."),
            ]),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"))

    func problems(in settings: Settings) -> [SettingProblem] {
        var problems: [SettingProblem] = []
        if settings["api_version"] == "2022-07-01", let size = settings.integer("page_size"), size > 50 {
            problems.append(
                SettingProblem(
                    setting: "page_size", message: "page_size is \(size); 2022-07-01 takes 50 at most"))
        }
        if let id = settings["client_id"], let secret = settings.secret("secret"), id == secret.reveal() {
            problems.append(
                SettingProblem(setting: "secret", message: "client_id and secret are the same: \(id)"))
        }
        return problems
    }
}

/// What these tests ask of a provider is told by its declaration alone; nothing is ever fetched.
extension StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    { throw .fatal("not asked for") }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure)
        -> [LearnerAccount]
    { throw .fatal("not asked for") }
}

extension Provider {
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        throw .fatal("not asked for")
    }
}

/// A provider that declares a time for statistics and offers none.
struct PlainProvider: Provider {
    let descriptor = ProviderDescriptor(
        id: "plain", displayName: "Plain", summary: "Records.", settings: [],
        filters: FilterVocabulary(contentTypes: ["text"]),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"))
}

let sampleRegistry = ProviderRegistry(
    providers: [SampleProvider(), PlainProvider()], platforms: [ThreeSixtyLearningPlatform()],
    unlistedFolders: ["OAIPMH"])
