import SimulatorSupport
import ConnectorKit

/// Generates the portal's items. Item n of a seed is always the same, whatever the size of the portal.
struct ItemGenerator: Sendable {
    let seed: UInt64

    private static let firstID = 1_500_000
    private static let idStride = 37
    /// 2017-01-01T00:00:00Z to 2026-10-01T00:00:00Z: the data does not depend on the clock.
    private static let years = (first: Int64(1_483_228_800_000), last: Int64(1_790_812_800_000))

    func id(at n: Int) -> Int {
        var draw = SeededRandom(seed: seed, n, stream: 1)
        return Self.firstID + n * Self.idStride + draw.below(Self.idStride)
    }

    /// Returns the integer id within a generated external id.
    static func id(ofExternalID externalID: String) -> Int? {
        externalID.hasPrefix("ext-") ? Int(externalID.dropFirst(4)) : nil
    }

    /// Returns the position of an item by its integer id.
    func position(ofID id: Int) -> Int? {
        guard id >= Self.firstID, id < 1 << 40 else { return nil }
        let n = (id - Self.firstID) / Self.idStride
        return self.id(at: n) == id ? n : nil
    }

    func contentID(at n: Int) -> String {
        var draw = SeededRandom(seed: seed, n, stream: 2)
        let mask = UInt64(n) ^ 0x15_5A3C_96D2
        return "con_01H" + Self.crockford(draw.next(), 7) + Self.crockford(draw.next(), 8)
            + Self.crockford(mask, 8)
    }

    /// Returns the position of an item by its gateway id, whose last eight characters encode it.
    func position(ofContentID contentID: String) -> Int? {
        guard contentID.utf8.count == 30 else { return nil }
        var mask: UInt64 = 0
        for character in contentID.utf8.suffix(8) {
            guard let digit = Self.alphabet.firstIndex(of: character) else { return nil }
            mask = mask << 5 | UInt64(digit)
        }
        let n = Int(mask ^ 0x15_5A3C_96D2)
        return self.contentID(at: n) == contentID ? n : nil
    }

    func item(_ n: Int) -> PortalItem {
        var draw = SeededRandom(seed: seed, n)
        let language = draw.weighted(Self.languages)
        let phrases = Phrases.of(language)
        let subject = draw.pick(phrases.subjects)
        let title = "\(draw.pick(phrases.beginnings)) \(subject): \(draw.pick(phrases.endings))"
        let id = id(at: n)
        let created = Self.years.first + Int64(draw.fraction() * Double(Self.years.last - Self.years.first))
        let updated = created + Int64(draw.fraction() * Double(Self.years.last - created))
        let rated = draw.chance(60)

        return PortalItem(
            id: id, contentID: contentID(at: n), type: draw.weighted(Vocabulary.types), title: .text(title),
            description: .text(Descriptions.html(phrases, subject, &draw)),
            image: .text(draw.weighted(Self.images)(id)),
            duration: .integer(draw.weighted(Self.durations)), language: .text(language),
            authors: (0..<draw.weighted([(0, 25), (1, 50), (2, 20), (3, 5)])).map { _ in
                .init(
                    id: 40_000 + draw.below(9_000), first: draw.pick(Vocabulary.firstNames),
                    last: draw.pick(Vocabulary.lastNames))
            },
            topics: Self.some(Vocabulary.topics, draw.below(4), &draw),
            tags: Self.some(Vocabulary.tags, draw.below(4), &draw),
            skills: Self.some(Vocabulary.skills, draw.below(3), &draw),
            provider: draw.pick(Vocabulary.providers),
            traits: .init(
                externalID: "ext-\(id)", creator: "usr_01H" + Self.crockford(draw.next(), 12) + "PTG5Q1R",
                price: draw.chance(80) ? 0 : draw.below(200), enrolments: draw.below(5_000),
                ratings: rated ? 1 + draw.below(300) : 0, stars: rated ? 10 + draw.below(41) : 0,
                entryLevel: draw.pick(Vocabulary.entryLevels),
                regions: draw.chance(70) ? ["GLOBAL"] : Self.some(Vocabulary.regions, 2, &draw),
                locales: language.hasPrefix("en") ? [draw.pick(Vocabulary.locales)] : [],
                compliance: draw.chance(15), mobile: draw.chance(80), assessable: draw.chance(40),
                wcag: draw.chance(50) ? draw.pick(Vocabulary.wcagLevels) : nil, captions: draw.chance(60),
                transcript: draw.chance(40), screenreader: draw.chance(50), children: draw.below(25),
                premium: draw.weighted([(nil, 70), ("approved", 20), ("pending", 6), ("rejected", 4)])),
            created: created, updated: updated,
            retires: draw.chance(2) ? Self.years.last + Int64(30 + draw.below(300)) * 86_400_000 : nil,
            subscribed: draw.chance(90), partner: draw.chance(4))
    }

    private static let languages: [(String, Int)] = [
        ("en", 42), ("en-us", 14), ("en-gb", 3), ("fr", 8), ("fr-fr", 5), ("de", 9), ("es", 7), ("pt-br", 5),
        ("ja", 4), ("", 3),
    ]
    private static let durations: [(Int, Int)] = [
        (0, 10), (3, 15), (5, 15), (10, 15), (15, 10), (20, 8), (30, 10), (45, 7), (60, 6), (90, 2), (480, 2),
    ]
    private static let images: [(@Sendable (Int) -> String, Int)] = [
        ({ "https://images.example.com/lo/\($0)/thumbnail.jpg?w=640&h=360" }, 92),
        ({ "/totara/contentmarketplace/fixtures/\($0).jpg" }, 4), ({ _ in "" }, 4),
    ]
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func crockford(_ value: UInt64, _ width: Int) -> String {
        String(
            decoding: (0..<width).reversed().map { alphabet[Int((value >> (5 * UInt64($0))) & 31)] },
            as: UTF8.self)
    }

    /// Returns `count` different elements of a table, from a random start.
    private static func some<Element>(_ table: [Element], _ count: Int, _ draw: inout SeededRandom)
        -> [Element]
    {
        let start = draw.below(table.count)
        let step = 1 + draw.below(3)
        return (0..<count).map { table[(start + $0 * step) % table.count] }
    }
}
