import ConnectorKit
import SimulatorSupport

/// An item as the service writes it.
struct Item {
    /// From 1 on.
    let number: Int
    //? webhooks
    //? !stats
    var isRevised = false
    //? end
    //? end

    var id: String { "s-\(number)" }

    /// The same item for the same number. Of each fifty, one has no title, one is a draft, and two are podcasts.
    var value: JSONValue {
        let topic = ["Safety", "Leadership", "Languages", "Cooking"][number % 4]
        let kind = [12, 37].contains(number % 50) ? "podcast" : ["course", "video", "article"][number % 3]
        return [
            "id": .text(id),
            //? webhooks
            //? stats
            "title": number % 50 == 7 ? .null : .text("\(topic), part \(number)"),
            //? else
            "title": number % 50 == 7
                ? .null : .text("\(topic), part \(number)\(isRevised ? ", revised" : "")"),
            //? end
            //? else
            "title": number % 50 == 7 ? .null : .text("\(topic), part \(number)"),
            //? end
            "summary": .text("<p>What everybody should know about <b>\(topic.lowercased())</b>.</p>"),
            "cover": .text("https://skeleton.example/covers/\(number).jpg"),
            "minutes": .integer(number % 10 * 5),
            "authors": [["name": number % 3 == 0 ? "Ada Vogel" : "Bo Lind"]],
            "language": .text(["en-GB", "de", "fr"][number % 3]),
            "url": .text("https://skeleton.example/play/\(number)"),
            "updated": .text("2025-0\(number % 9 + 1)-01T08:00:00Z"),
            "topics": [.text(topic)],
            "kind": .text(kind),
            "published": .boolean(number % 50 != 21),
        ]
    }
}
