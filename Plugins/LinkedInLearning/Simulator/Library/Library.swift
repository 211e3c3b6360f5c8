import SimulatorSupport
import ConnectorKit

/// The assets of the account. Asset n of a seed is always the same.
struct Library: Sendable {
    /// The number of changes.
    private(set) var revision = 0

    private let size: Int
    private let seed: UInt64
    /// Assets that differ from the generated ones, by position; nil for deleted ones.
    private var changed: [Int: Asset?] = [:]
    private var slices: [Slice: [Int]] = [:]

    /// What one listing has.
    struct Slice: Hashable, Sendable {
        let kind: Asset.Kind
        let locale: Locale
    }

    /// - Parameter size: The number of courses and learning paths; of videos there are twice as many.
    init(size: Int, seed: UInt64) {
        self.size = size
        self.seed = seed
        for position in 0..<3 * size { slices[slice(position), default: []].append(position) }
    }

    /// The positions of a slice, in the order of its listing.
    func positions(in slice: Slice) -> [Int] { slices[slice] ?? [] }

    func positions(of kinds: Set<Asset.Kind>) -> [Int] {
        slices.filter { kinds.contains($0.key.kind) }.flatMap(\.value).sorted()
    }

    func isRetired(_ position: Int) -> Bool {
        if let known = changed[position] { return known?.isRetired ?? true }
        return slice(position).kind != .path && position % 37 == 36
    }

    func asset(_ position: Int) -> Asset? {
        guard (0..<3 * size).contains(position) else { return nil }
        if let known = changed[position] { return known }
        let (slice, phrases) = (slice(position), Phrases.of(slice(position).locale.language))
        var draw = SeededRandom(seed: seed, position, stream: 1)
        let subject = draw.pick(phrases.subjects)
        let first = draw.below(phrases.sentences.count)
        let published = 1_420_070_400_000 + Int64(draw.fraction() * 3e11)
        var asset = Asset(
            urn: Self.urn(position, slice.kind), kind: slice.kind, locale: slice.locale,
            title: .text("\(subject): \(draw.pick(phrases.endings)) \(position + 1)"),
            description: (0..<2 + draw.below(4)).map { index in
                let sentence = phrases.sentences[(first + index) % phrases.sentences.count]
                return sentence.replacing("%", with: subject)
            },
            isRetired: isRetired(position), duration: .integer(300 + draw.below(14_000)),
            authors: [draw.pick(Phrases.people)], producers: position % 4 == 0 ? ["The Studio"] : [],
            subjects: [subject], published: published,
            updated: published + Int64(draw.fraction() * 1e10))
        // One English course in four has a title that other providers may have too.
        var shared = SeededRandom(seed: seed, position, stream: 13)
        if slice.kind == .course, slice.locale.language == "en", shared.chance(25) {
            asset.title = .text(SharedTitles.title(&shared))
        }
        Self.flaws[position % 100]?(&asset)
        return asset
    }

    mutating func set(_ position: Int, _ asset: Asset) {
        changed[position] = .some(asset)
        revision += 1
    }

    mutating func delete(_ urn: String) {
        guard let position = position(of: urn) else { return }
        changed[position] = .some(nil)
        slices[slice(position)]?.removeAll { $0 == position }
        revision += 1
    }

    func position(of urn: String) -> Int? {
        guard let text = urn.split(separator: ":").last, let number = Int(text, radix: 16) else { return nil }
        let digits = urn.contains("LearningPath") ? number : Int(text) ?? 0
        let position = digits - Self.firstID
        return (0..<3 * size).contains(position) && Self.urn(position, slice(position).kind) == urn
            ? position : nil
    }

    /// Courses and videos have numbers, learning paths hexadecimal ones of 24 digits.
    static func urn(_ position: Int, _ kind: Asset.Kind) -> String {
        let number = firstID + position
        let hex = String(number, radix: 16)
        let id = kind == .path ? String(repeating: "0", count: 24 - hex.count) + hex : String(number)
        return "urn:li:\(kind.urnType):\(id)"
    }

    /// Of twenty assets fourteen are English, three German and three French; of nine one is a learning path.
    private func slice(_ position: Int) -> Slice {
        let kind: Asset.Kind = position >= size ? .video : position % 9 == 8 ? .path : .course
        let locale = Locale.simulated[position % 20 < 14 ? 0 : position % 20 < 17 ? 1 : 2]
        return Slice(kind: kind, locale: locale)
    }

    private static let firstID = 500_000

    /// What is unusual about some of each hundred assets.
    private static let flaws: [Int: @Sendable (inout Asset) -> Void] = [
        7: { $0.title = nil },
        12: { $0.title = 2077 },
        24: { $0.duration = 0 },
        31: { ($0.duration, $0.unit) = (90, "MINUTE") },
        45: { ($0.duration, $0.unit) = (2, "HOUR") },
        52: { $0.authors = [] },
        58: { $0.authors = ["Ada Vogel", "Bo Lind", "Ada Vogel"] },
        63: { $0.subjects = [] },
        66: { $0.title = .text("R&amp;D <b>\"Basics\"</b>\t\\ 1/2 🚀 é") },
        71: { $0.description = ["<script>alert(1)</script>Read <a href=\"javascript:x\">this</a> &eacute;"] },
    ]
}
