/// An item as the service writes it.
struct Item: Encodable {
    let id: String
    let title: String?
    let summary: String
    let cover: String
    let minutes: Int
    let authors: [Author]
    let language: String
    let url: String
    let updated: String
    let topics: [String]
    let kind: String
    let published: Bool

    struct Author: Encodable {
        let name: String
    }

    /// The same item for the same number, from 1. Of each fifty, one has no title, one is a draft, and two
    /// are podcasts.
    init(number: Int) {
        let topic = ["Safety", "Leadership", "Languages", "Cooking"][number % 4]
        id = "s-\(number)"
        title = number % 50 == 7 ? nil : "\(topic), part \(number)"
        summary = "<p>What everybody should know about <b>\(topic.lowercased())</b>.</p>"
        cover = "https://skeleton.example/covers/\(number).jpg"
        minutes = number % 10 * 5
        authors = [Author(name: number % 3 == 0 ? "Ada Vogel" : "Bo Lind")]
        language = ["en-GB", "de", "fr"][number % 3]
        url = "https://skeleton.example/play/\(number)"
        updated = "2025-0\(number % 9 + 1)-01T08:00:00Z"
        topics = [topic]
        kind = [12, 37].contains(number % 50) ? "podcast" : ["course", "video", "article"][number % 3]
        published = number % 50 != 21
    }
}
