import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

@Suite struct PortalDataTests {
    private static func portal(_ items: Int, awkward: Bool = true, seed: UInt64 = 1) -> Go1Portal {
        var options = Go1Portal.Options()
        (options.items, options.awkward, options.seed) = (items, awkward, seed)
        return Go1Portal(options)
    }

    private static func text(_ value: JSONValue?) -> String {
        if case .text(let text)? = value { text } else { "no text" }
    }

    @Test("the data depends on the seed and not on the size")
    func deterministic() {
        let (large, small) = (Self.portal(2_000), Self.portal(300))
        for position in 0..<300 { #expect(large.item(at: position) == small.item(at: position)) }
        #expect(Self.portal(300, seed: 2).item(at: 0) != small.item(at: 0))
    }

    @Test("the Library has the given number of items, with distinct ids", arguments: [0, 1, 7, 400])
    func size(_ items: Int) {
        let portal = Self.portal(items)
        #expect(portal.libraryIDs.count == items)
        #expect(Set(portal.libraryIDs).count == items)
    }

    @Test("every awkward item is at its position and differs from the generated one only in its flaw")
    func awkward() throws {
        let (portal, plain) = (Self.portal(500), Self.portal(500, awkward: false))
        #expect(AwkwardItem.all.map(\.position) == (0..<31).map { 7 + 13 * $0 })
        let different = (0..<500).filter { portal.item(at: $0) != plain.item(at: $0) }
        #expect(different == AwkwardItem.all.map(\.position))
        for item in AwkwardItem.all { #expect(portal.id(of: item) == plain.item(at: item.position)?.id) }
        #expect(Self.portal(10).id(of: AwkwardItem.all[1]) == nil)
        #expect(plain.id(of: AwkwardItem.all[0]) == nil)
    }

    @Test("the items look like a real library: types, languages, sizes, states")
    func variety() throws {
        let portal = Self.portal(2_000, awkward: false)
        let items = (0..<2_092).compactMap { portal.item(at: $0) }
        #expect(
            Set(items.map(\.type)).isSuperset(of: [
                "course", "document", "interactive", "text", "video", "link", "audio", "playlist", "module",
            ]))
        let languages = Set(items.map { Self.text($0.language) })
        #expect(languages.isSuperset(of: ["en", "en-us", "fr", "fr-fr", "de", "es", "pt-br", "ja", ""]))
        #expect(Set(items.map(\.state)).count == 4)
        #expect(items.contains { $0.state == .published && !$0.inLibrary })
        #expect(items.contains { $0.state == .published && $0.inLibrary && $0.retires != nil })
        #expect(items.contains { $0.image == "" } && items.contains { $0.duration == 0 })
        #expect(Set(items.map(\.authors.count)) == [0, 1, 2, 3])
        let sizes = items.map { Self.text($0.description).utf8.count }.sorted()
        #expect(sizes[0] == 0)
        #expect((450...750).contains(sizes[sizes.count / 2]))
        #expect(items.allSatisfy { $0.created <= $0.updated })
    }
}
