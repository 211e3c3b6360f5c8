import ConnectorKit
import Model

/// What `lms:` may hold where it is no word.
struct PlatformKeys: Sendable {
    /// The name of the built-in platform and of the real one, as `lms:` writes them.
    static let workspace = "workspace"
    static let threeSixtyLearning = "360learning"

    let threeSixtyLearning = Key(
        Self.threeSixtyLearning, .section(ThreeSixtyLearningKeys().section), required: "a mapping",
        help: "A 360Learning platform, reached over its public API.")

    var section: SectionKeys {
        SectionKeys(
            declared: [threeSixtyLearning.declaration], mayHoldSecrets: true,
            unknown: { "unknown LMS \"\($0)\"" })
    }
}

/// What `360learning:` may hold.
struct ThreeSixtyLearningKeys: Sendable {
    let url = Key(
        "url", .address(originOnly: true), required: "the URL of the platform",
        help: "Address of the platform, such as https://app.360learning.com.")
    let clientID = Key("client_id", .filledText, required: "text", help: "Client id of the API credentials.")
    let clientSecret = Key(
        "client_secret", .filledText, secret: true, required: "text",
        help: "Client secret of the same credentials.")
    let defaultLanguage = Key(
        "default_language", .language, default: .text("en"), mayBeEmpty: true,
        help: "The language meant where the platform has no name for an item's.")

    var section: SectionKeys {
        SectionKeys(
            declared: [
                url.declaration, clientID.declaration, clientSecret.declaration, defaultLanguage.declaration,
            ], mayHoldSecrets: true)
    }
}
