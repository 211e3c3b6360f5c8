import SimulatorSupport
import ConnectorKit

/// A learning object in the format of the gateway: an envelope and the requested fragments.
///
/// Source: the published description of 2025-01-01, `GET /learning-objects`.
enum GatewayObject {
    /// The fragments of the listing's `include[]`.
    static let listed = [
        "core", "relevance", "pricing", "lifecycle", "skills", "quality", "revisions", "provider",
        "playback_behavior", "topics", "images", "preview", "tags", "offerings", "presentation",
        "accessibility",
    ]
    /// The additional values of `include[]` for a single object.
    static let singleOnly = [
        "alternatives", "protected", "generated_metadata", "timestamps", "regulations", "restrictions",
        "categories",
    ]

    /// - Parameter fragments: The names of the fragments, without duplicates.
    static func value(_ item: PortalItem, fragments: [String]) -> JSONValue {
        var members = [JSONObject.Member("id", .text(item.contentID))]
        switch item.idForm {
        case .usual: members.append(.init("lo_id", .text(String(item.id))))
        case .older: members.append(.init("gc_lo_id", .text(String(item.id))))
        case .swapped: members.append(.init("lo_id", .integer(item.id)))
        case .absent: break
        }
        let updated = item.updatedText ?? WireTime.zulu.text(item.updated)
        members += [
            .init("created_time", .text(WireTime.zulu.text(item.created))),
            .init("updated_time", .text(updated)),
            .init("updated_media_time", .text(WireTime.zulu.text(item.created))),
            .init("updated_metadata_time", .text(updated)),
        ]
        for name in fragments {
            if let fragment = fragment(name, of: item) { members.append(.init(name, fragment)) }
        }
        return .object(members + item.extra)
    }

    /// Returns a fragment, or nil if the object has none with this name.
    private static func fragment(_ name: String, of item: PortalItem) -> JSONValue? {
        switch name {
        case "core": core(item)
        // In the description relevance always has a language, and new content has neither.
        case "relevance" where item.isOwn && item.language == nil && item.duration == nil: nil
        case "relevance": relevance(item)
        case "lifecycle": lifecycle(item)
        case "pricing": ["price": .integer(item.traits.price), "currency": "USD"]
        case "topics": topics(item)
        case "tags": ["items": .texts(item.tags)]
        case "skills":
            ["items": .list(item.skills.map { ["name": .text($0), "confidence": 0.64] })]
        case "provider":
            [
                "logo": .text("https://images.example.com/providers/\(item.provider.id).png"),
                "name": .text(item.provider.name), "social_links": [],
            ]
        case "protected": protected(item)
        case "playback_behavior": playback(item)
        case "quality": quality(item)
        case "images": ["media": media(item, "card")]
        case "preview": ["media": []]
        case "offerings": offerings(item)
        case "revisions": revisions(item)
        case "presentation" where ["course", "module", "playlist"].contains(item.type): ["items": []]
        case "accessibility": accessibility(item)
        case "alternatives": ["content": "[]"]
        default: nil
        }
    }

    private static func core(_ item: PortalItem) -> JSONValue {
        .members([
            "creators": [.text(item.traits.creator)], "type": .text(item.type), "title": item.title,
            "description": item.description, "image": item.image.map { image($0, "thumbnail") },
            "external_id": .text(item.traits.externalID), "provider_id": .text(String(item.provider.id)),
            "standalone": true,
        ])
    }

    /// Returns an image object, or null for null.
    private static func image(_ url: JSONValue, _ key: String) -> JSONValue {
        url == .null ? .null : ["key": .text(key), "value": url, "mimetype": "image/jpeg"]
    }

    private static func media(_ item: PortalItem, _ key: String) -> JSONValue {
        guard let url = item.image, url != .null, url != "" else { return [] }
        return [image(url, key)]
    }

    private static func relevance(_ item: PortalItem) -> JSONValue {
        let traits = item.traits
        return .members([
            "duration": item.duration, "language": item.language,
            "year_created": .integer(yearCreated(item)), "summary": .text(summary(item)),
            "entry_level": .text(traits.entryLevel),
            "learning_outcomes": .texts(item.skills.map { "Apply \($0) with confidence" }),
            "region": .texts(traits.regions), "locale": .texts(traits.locales),
            "author": item.authors.first.map { ["name": $0.fullName, "about": ""] },
            "is_compliance": .boolean(traits.compliance),
        ])
    }

    /// At most 120 characters, as in the description.
    static func summary(_ item: PortalItem) -> String {
        String("\(item.title?.plain ?? "Untitled"), by \(item.provider.name)".prefix(120))
    }

    private static func yearCreated(_ item: PortalItem) -> Int {
        Int(WireTime.zulu.text(item.created).prefix(4)) ?? 0
    }

    private static func lifecycle(_ item: PortalItem) -> JSONValue? {
        if item.hidesState { return nil }
        let pending: JSONValue = .members([
            "retired_time": item.retires.map { .text(WireTime.zulu.text($0)) },
            "removed_time": item.removes.map { .text(WireTime.zulu.text($0)) },
        ])
        return .members([
            "state": .text(item.state.rawValue),
            "pending_state": item.retires == nil && item.removes == nil ? nil : pending,
        ])
    }

    private static func topics(_ item: PortalItem) -> JSONValue {
        guard let topics = item.topics else { return ["items": .null] }
        return ["items": .list(topics.map { ["id": .integer($0.id), "name": .text($0.name)] })]
    }

    /// Only the app that created an object sees its launch address (our decision).
    private static func protected(_ item: PortalItem) -> JSONValue? {
        guard item.isOwn, let launch = item.launch else { return nil }
        let mark = launch.canMarkAsComplete.map(JSONValue.boolean)
        let media: JSONValue = [
            ["key": "media", "value": .text(launch.url), "mimetype": "text/html"]
        ]
        switch item.type {
        case "link":
            return .members([
                "media": media, "open_mode": .text(launch.openMode ?? "window"),
                "integration": .boolean(launch.isIntegrated), "can_mark_as_complete": mark,
                "check_url": launch.checkURL.map(JSONValue.text),
                "authentication_type": (launch.authenticationType ?? (launch.isIntegrated ? "saml" : nil))
                    .map(JSONValue.text),
            ])
        case "video": return .members(["media": media, "provider": "other", "can_mark_as_complete": mark])
        case "interactive": return ["id": .text(String(item.id)), "status": "processing"]
        default: return .members(["media": media, "can_mark_as_complete": mark])
        }
    }

    private static func playback(_ item: PortalItem) -> JSONValue {
        [
            "launch_mode": item.type == "link" ? "window" : "iframe", "auto_complete": true,
            "mobile_friendly": .boolean(item.traits.mobile), "assessable": .boolean(item.traits.assessable),
            "wcag": .boolean(item.traits.wcag != nil),
        ]
    }

    private static func quality(_ item: PortalItem) -> JSONValue? {
        guard item.traits.ratings > 0 else { return [:] }
        return [
            "user_rating": [
                "ratings_count": .integer(item.traits.ratings),
                "five_star_rating": .number(Self.stars(item.traits.stars)),
            ]
        ]
    }

    /// Tenths of a star as a number.
    static func stars(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

    private static func offerings(_ item: PortalItem) -> JSONValue {
        guard let premium = item.traits.premium else { return ["items": []] }
        let time = JSONValue.text(WireTime.zulu.text(item.created))
        return [
            "items": [
                [
                    "status": .text(premium), "type": "premium", "submitted_time": time,
                    "submitted_by": .text(item.traits.creator), "reviewed_time": time,
                ]
            ]
        ]
    }

    private static func revisions(_ item: PortalItem) -> JSONValue {
        guard case .text(let language)? = item.language, !language.isEmpty else { return [:] }
        let own: JSONValue = [
            "id": .text(item.contentID), "lo_id": .text(String(item.id)), "version": "1.0",
        ]
        return .object([.init(language, [own])])
    }

    private static func accessibility(_ item: PortalItem) -> JSONValue {
        .members([
            "wcag_level": item.traits.wcag.map(JSONValue.text),
            "features": [
                "closed_captions": .boolean(item.traits.captions),
                "transcript": .boolean(item.traits.transcript),
                "screenreader_compatible": .boolean(item.traits.screenreader),
            ],
        ])
    }
}
