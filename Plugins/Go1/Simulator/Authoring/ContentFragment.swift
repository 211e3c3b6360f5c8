import SimulatorSupport
import ConnectorKit

/// The fragments that are written, as the published description of `POST /learning-objects/{id}/set` has them.
///
/// Given members replace the existing ones; other members stay (our decision, since this is not documented).
enum ContentFragment: String, CaseIterable {
    case core, lifecycle, relevance, protected, topics, tags, offerings

    /// Fragments that are documented but not supported by this portal.
    static let others: Set<String> = [
        "playback_behavior", "preview", "images", "revisions", "presentation", "accessibility",
    ]

    static let types = [
        "course", "group", "playlist", "module", "assignment", "audio", "document", "event", "interactive",
        "manual", "link", "lti", "question", "quiz", "text", "video",
    ]

    /// Reads the single fragment of a request.
    init(_ body: RequestObject) throws(Refusal) {
        let names = body.names
        guard let name = names.first, names.count == 1 else {
            throw .invalid(
                names.isEmpty
                    ? "no fragment is given; one was expected"
                    : "\(names.sorted().joined(separator: ", ")) are given; only one fragment can be updated at a time"
            )
        }
        guard let fragment = ContentFragment(rawValue: name) else {
            throw .invalid(
                Self.others.contains(name)
                    ? "this portal does not keep the fragment \(name)"
                    : "\"\(name)\" is no fragment that can be set")
        }
        self = fragment
    }

    /// Applies the fragment of a request to an item.
    ///
    /// - Parameter isNew: Whether the item is being created. Only then is `standalone` allowed.
    func apply(
        _ body: RequestObject, to item: inout PortalItem, isPartner: Bool, isNew: Bool = false
    ) throws(Refusal) {
        guard let given = try body.object(rawValue) else { throw .invalid("\(rawValue) is missing") }
        switch self {
        case .core: try Self.core(given, &item, isNew: isNew)
        case .lifecycle:
            try given.check(["state"], of: rawValue)
            let states = PortalItem.State.allCases.map(\.rawValue)
            if let state = try given.choice("state", of: states).flatMap(PortalItem.State.init) {
                item.state = state
            }
        case .relevance: try Self.relevance(given, &item)
        case .protected: try Self.launch(given, &item)
        case .topics: try Self.topics(given, &item)
        case .tags:
            try given.check(["items"], of: rawValue)
            if let tags = try given.texts("items") { item.tags = tags }
        case .offerings:
            try given.check(["status"], of: rawValue)
            guard try given.choice("status", of: ["pending"]) != nil else { return }
            // "This requires a partnership agreement" (rule P7). The status 403
            // is our decision.
            guard isPartner else {
                throw Refusal(
                    status: 403, code: "forbidden",
                    message: "Insufficient roles for this resource: the portal is no content partner")
            }
            item.traits.premium = "pending"
        }
    }

    private static func core(
        _ given: RequestObject, _ item: inout PortalItem, isNew: Bool
    ) throws(Refusal) {
        let known: Set = ["creators", "type", "title", "description", "image", "external_id"]
        try given.check(isNew ? known.union(["standalone"]) : known, of: "core")
        if let creator = try given.texts("creators")?.first { item.traits.creator = creator }
        if let type = try given.choice("type", of: types) { item.type = type }
        if let title = try given.text("title") { item.title = .text(title) }
        if let description = try given.text("description", isEmptyTaken: true) {
            item.description = .text(description)
        }
        if let image = try given.object("image") {
            try image.check(["value", "features"], of: "core.image")
            try image.require(["value"])
            item.image = try image.text("value").map(JSONValue.text)
        }
        if let id = try given.text("external_id", isEmptyTaken: true) { item.traits.externalID = id }
        _ = try given.boolean("standalone")
    }

    private static func relevance(_ given: RequestObject, _ item: inout PortalItem) throws(Refusal) {
        try given.check(
            ["duration", "language", "entry_level", "region", "locale", "is_compliance"], of: "relevance")
        if let minutes = try given.integer("duration", in: 0...1_000_000) {
            item.duration = JSONValue.integer(minutes)
        }
        if let language = try given.text("language") {
            let rule = ParameterRule("relevance.language", .language)
            try rule.check("relevance.language", language)
            item.language = .text(language)
        }
        if let level = try given.choice("entry_level", of: Vocabulary.entryLevels) {
            item.traits.entryLevel = level
        }
        if let regions = try given.texts("region") { item.traits.regions = regions }
        if let locales = try given.texts("locale") { item.traits.locales = locales }
        if let flag = try given.boolean("is_compliance") { item.traits.compliance = flag }
    }

    private static func launch(_ given: RequestObject, _ item: inout PortalItem) throws(Refusal) {
        var known: Set<String> = ["url"]
        switch item.type {
        case "link":
            known.formUnion([
                "integration", "open_mode", "can_mark_as_complete", "check_url", "authentication_type",
            ])
        case "document": known.insert("downloadable")
        case "video", "audio", "interactive": break
        default: throw .invalid("a learning object of type \(item.type) takes no protected fragment")
        }
        try given.check(known, of: "protected of a \(item.type)")
        var launch = item.launch ?? PortalItem.Launch()
        if let url = try given.text("url") { launch.url = url }
        if let mode = try given.choice("open_mode", of: ["iframe", "window", "dynamic"]) {
            launch.openMode = mode
        }
        if let flag = try given.boolean("integration") { launch.isIntegrated = flag }
        if let flag = try given.boolean("can_mark_as_complete") { launch.canMarkAsComplete = flag }
        if let url = try given.text("check_url") { launch.checkURL = url }
        if let type = try given.choice("authentication_type", of: ["saml", "none"]) {
            launch.authenticationType = type
        }
        guard !launch.url.isEmpty else { throw .invalid("protected.url is missing") }
        item.launch = launch
    }

    /// A topic outside of the taxonomy is refused (our decision, since this is not documented).
    private static func topics(_ given: RequestObject, _ item: inout PortalItem) throws(Refusal) {
        try given.check(["items"], of: "topics")
        guard let rows = try given.objects("items") else { return }
        var topics: [PortalItem.Topic] = []
        for row in rows {
            try row.check(["id", "name"], of: "a topic")
            try row.require(["id", "name"])
            let id = try row.integer("id", in: 0...Int(Int32.max)) ?? 0
            _ = try row.text("name")
            guard let topic = Vocabulary.topics.first(where: { $0.id == id }) else {
                throw .invalid("there is no topic \(id)")
            }
            topics.append(topic)
        }
        item.topics = topics
    }
}
