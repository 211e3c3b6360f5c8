import ConnectorKit

/// Generates the record at a position. The same seed gives the same record.
struct RecordGenerator: Sendable {
    let seed: UInt64
    /// The number of seconds between two datestamps.
    let step: Int64

    /// 2018-01-01T00:00:00Z.
    static let start: Int64 = 1_514_764_800

    init(seed: UInt64, items: Int) {
        self.seed = seed
        step = max(1, min(613, 150_000_000 / Int64(max(1, items))))
    }

    static func identifier(_ position: Int) -> String { "oai:repository.example.edu:\(1_000 + position)" }

    /// Returns the position of an identifier, whether or not the record exists.
    static func position(_ identifier: String) -> Int? {
        guard let last = identifier.split(separator: ":").last, let number = Int(last), number >= 1_000,
            identifier == Self.identifier(number - 1_000)
        else { return nil }
        return number - 1_000
    }

    func record(_ position: Int) -> RepositoryRecord {
        var draw = SeededRandom(seed: seed, position)
        let topic = draw.pick(Phrases.topics)
        let second = draw.pick(Phrases.topics)
        let type = draw.pick(Phrases.types)
        let sets = [draw.pick(Phrases.sets).spec, draw.pick(Phrases.sets).spec]
        var elements: [String: [String]] = [
            "title": [
                "\(draw.pick(Phrases.openings)) \(topic): \(draw.pick(Phrases.endings)) \(position + 1)"
            ],
            "description": ["\(draw.pick(Phrases.sentences)) \(draw.pick(Phrases.sentences))"],
            "creator": (0...draw.below(3)).map { _ in
                "\(draw.pick(Phrases.families)), \(draw.pick(Phrases.givens))"
            },
            "publisher": [draw.pick(Phrases.publishers)],
            "language": [draw.pick(["en", "en", "eng", "de", "ger", "fr", "fra", "es", "nl"])],
            "subject": topic == second ? [topic] : [topic, second],
            "type": [type.name], "format": [type.format],
            "date": ["\(2005 + draw.below(19))"],
        ]
        let page = "https://repository.example.edu/handle/20.500/\(1_000 + position)"
        switch draw.below(4) {
        case 0: elements["identifier"] = [page]
        case 1: elements["identifier"] = ["ISSN 1234-5678", page + "/file.pdf", page]
        case 2: elements["identifier"] = ["doi:10.5555/example.\(position)"]
        default: elements["identifier"] = ["10.5555/example.\(position)", "urn:nbn:de:101:1-\(position)"]
        }
        return RepositoryRecord(
            identifier: Self.identifier(position), datestamp: Self.start + Int64(position) * step,
            sets: sets[0] == sets[1] ? [sets[0]] : sets, elements: elements, minutes: 5 + draw.below(240))
    }
}
