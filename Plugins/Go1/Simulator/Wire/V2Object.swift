import SimulatorSupport
import ConnectorKit

/// A learning object as v2 writes it: flat.
///
/// Source: the recorded listing, and the members of rule G7. The `key` and `value` of `attributes.topics` are
/// the topic's id and its name (our decision).
enum V2Object {
    static func value(_ item: PortalItem) -> JSONValue {
        let traits = item.traits
        let published: JSONValue? = item.hidesState ? nil : .boolean(item.state == .published)
        let object = JSONValue.members([
            "id": id(item), "assessable": .boolean(traits.assessable), "collections": [],
            "created_time": .text(item.timeForm.text(item.created)),
            "delivery": .members(["duration": item.duration, "mode": "self-paced"]),
            "description": item.description, "image": item.image, "items": [],
            "items_count": .integer(traits.children), "language": item.language,
            "portal_collection": .boolean(item.inLibrary),
            "pricing": [
                "currency": "USD", "price": .integer(traits.price), "tax": 0, "tax_included": false,
            ],
            "provider": [
                "id": .integer(item.provider.id), "name": .text(item.provider.name),
                "logo": .text("https://images.example.com/providers/\(item.provider.id).png"),
            ],
            "reviews": traits.ratings == 0
                ? nil : ["count": .integer(traits.ratings), "rating": .integer(traits.stars / 10)],
            "tags": .texts(item.tags), "title": item.title, "type": .text(item.type),
            "updated_time": .text(item.updatedText ?? item.timeForm.text(item.updated)),
            "summary": .text(GatewayObject.summary(item)), "published": published, "previewable": true,
            "subscription": .members(["licenses": item.subscribed ? -1 : 0, "package": nil]),
            "authors": .list(item.authors.map(author)), "skills": .texts(item.skills),
            "attributes": attributes(item),
        ])
        return .object((object.object?.members ?? []) + item.extra)
    }

    private static func id(_ item: PortalItem) -> JSONValue? {
        switch item.idForm {
        case .usual, .older: .integer(item.id)
        case .swapped: .text(String(item.id))
        case .absent: nil
        }
    }

    private static func author(_ author: PortalItem.Author) -> JSONValue {
        [
            "id": .integer(author.id), "guid": .text("usr_\(author.id)"),
            "email": .text("author\(author.id)@example.com"), "first_name": .text(author.first),
            "last_name": .text(author.last), "name": author.fullName,
        ]
    }

    private static func attributes(_ item: PortalItem) -> JSONValue {
        let traits = item.traits
        let topics: JSONValue =
            item.topics.map { topics in
                .list(topics.map { ["key": .text(String($0.id)), "value": .text($0.name)] })
            } ?? .null
        return [
            "mobile_optimised": .boolean(traits.mobile), "assessable": .boolean(traits.assessable),
            "wcag": .boolean(traits.wcag != nil), "region_relevance": .texts(traits.regions),
            "region_restrictions": [], "topics": topics, "locale": .texts(traits.locales),
            "learning_outcomes": .texts(item.skills.map { "Apply \($0) with confidence" }),
            "entry_level": ["key": .text(traits.entryLevel.lowercased()), "value": .text(traits.entryLevel)],
        ]
    }
}
