import ConnectorKit
import SimulatorSupport

/// An item as the service writes it.
struct Item {
    let id: String
    var title: String?
    private let number: Int
    private let topic: String

    /// The same item for the same number, from 1. Of each fifty, one has no title, one is a draft, and two
    /// are podcasts.
    init(number: Int) {
        self.number = number
        id = "s-\(number)"
        topic = ["Safety", "Leadership", "Languages", "Cooking"][number % 4]
        title = number % 50 == 7 ? nil : "\(topic), part \(number)"
    }

    var value: JSONValue {
        [
            "id": .text(id),
            "title": .optional(title),
            "summary": .text("<p>What everybody should know about <b>\(topic.lowercased())</b>.</p>"),
            "cover": .text("https://skeleton.example/covers/\(number).jpg"),
            "minutes": .integer(number % 10 * 5),
            "authors": [["name": number % 3 == 0 ? "Ada Vogel" : "Bo Lind"]],
            "language": .text(["en-GB", "de", "fr"][number % 3]),
            "url": .text("https://skeleton.example/play/\(number)"),
            "updated": .text("2025-0\(number % 9 + 1)-01T08:00:00Z"),
            "topics": [.text(topic)],
            "kind": .text(
                [12, 37].contains(number % 50) ? "podcast" : ["course", "video", "article"][number % 3]),
            "published": .boolean(number % 50 != 21),
        ]
    }
}
