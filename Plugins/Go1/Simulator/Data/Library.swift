/// All items of the portal. It is a value, so a scroll keeps the library with which it began.
struct Library: Sendable {
    let generator: ItemGenerator
    /// The initial size of the Library. The items of ``others(_:)`` follow.
    let size: Int
    let awkward: Bool
    private(set) var count: Int
    /// Incremented by every change.
    private(set) var revision = 0
    /// Items that differ from the generated ones; nil for deleted items.
    private var changed: [Int: PortalItem?] = [:]
    /// Positions by external ids that differ from the generated ones; the oldest if several are equal.
    private var externalIDs: [String: Int] = [:]

    init(size: Int, seed: UInt64, awkward: Bool) {
        generator = ItemGenerator(seed: seed)
        self.size = size
        self.awkward = awkward
        count = size + Self.others(size)
    }

    /// The number of items that are in the portal but not in its published Library.
    static func others(_ size: Int) -> Int { 12 + size / 25 }

    /// Returns the item at a position, or nil if it was deleted.
    func item(_ n: Int) -> PortalItem? {
        guard (0..<count).contains(n) else { return nil }
        if let known = changed[n] { return known }
        return generated(n)
    }

    func position(ofID id: Int) -> Int? {
        generator.position(ofID: id).flatMap { item($0) == nil ? nil : $0 }
    }

    func position(ofContentID id: String) -> Int? {
        generator.position(ofContentID: id).flatMap { item($0) == nil ? nil : $0 }
    }

    /// Returns the position of a `con_` id or of an integer id.
    func position(ofAnyID id: String) -> Int? {
        id.hasPrefix("con_") ? position(ofContentID: id) : Int(id).flatMap(position(ofID:))
    }

    /// Returns the position of an external id; the oldest if several items have it.
    func position(ofExternalID id: String) -> Int? {
        let generated = ItemGenerator.id(ofExternalID: id).flatMap(position(ofID:))
        let found = [generated, externalIDs[id]].compactMap(\.self)
        return found.filter { item($0)?.traits.externalID == id }.min()
    }

    mutating func set(_ n: Int, _ item: PortalItem?) {
        changed[n] = .some(item)
        keepExternalID(of: item, at: n)
        revision += 1
    }

    /// Adds an item at the end.
    mutating func append(_ change: (inout PortalItem) -> Void) -> PortalItem {
        var item = generator.item(count)
        change(&item)
        changed[count] = item
        keepExternalID(of: item, at: count)
        count += 1
        revision += 1
        return item
    }

    private mutating func keepExternalID(of item: PortalItem?, at n: Int) {
        guard let id = item?.traits.externalID, !id.isEmpty else { return }
        if let known = externalIDs[id], known < n, self.item(known)?.traits.externalID == id { return }
        externalIDs[id] = n
    }

    private func generated(_ n: Int) -> PortalItem {
        var item = generator.item(n)
        if n < size {
            if awkward { AwkwardItem.at(n)?.change(&item) }
            return item
        }
        Self.outside(n - size, &item)
        return item
    }

    /// Four kinds in turn: available but not in the Library, a draft, retired, removed.
    private static func outside(_ index: Int, _ item: inout PortalItem) {
        let day: Int64 = 86_400_000
        item.retires = nil
        switch index % 4 {
        case 0: item.inLibrary = false
        case 1:
            item.inLibrary = false
            item.state = .draft
        case 2:
            item.state = .retired
            item.retires = item.updated
            item.removes = item.updated + 60 * day
        default:
            item.state = .removed
            item.retires = item.updated - 60 * day
            item.removes = item.updated
        }
    }
}
