import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

@testable import Go1

@Suite("Reading single items again")
struct SingleItemTests {
    @Test("items are the same as in the listing, and those no longer in the Library are deleted")
    func asListed() async throws {
        for generation in Generation.allCases {
            let portal = Go1Portal.learning(items: 160, enrolments: 0)
            try await PortalSite.with(portal) { site in
                let connection = site.connection(generation)
                let ids = portal.libraryIDs.filter { id in
                    portal.item(id).flatMap { SupportedType(rawValue: $0.type) } != nil
                }.prefix(120)
                let listed = try await Self.listed(connection)
                portal.removeFromLibrary(ids[3])
                portal.delete(ids[5])
                portal.clearRequests()
                let page = try await go1.items(ids.map(String.init) + ["77"], of: connection)
                let gone = [ids[3], ids[5]].map(String.init) + ["77"]
                #expect(page.scope == .changes)
                #expect(page.deleted == gone.sorted())
                #expect(page.isLast)
                #expect(page.refused == [])
                let there = Set(ids.map(String.init)).subtracting(gone)
                #expect(Set(page.items.map(\.id)) == there)
                for item in page.items { #expect(item.digest == listed[item.id]) }
                let lists = portal.requests.count { $0.path == "/learning-objects" }
                #expect(lists == 4)
                if generation == .gateway { #expect(portal.requests.count == lists + 3) }
            }
        }
    }

    @Test("a retired item is unpublished; a changed item shows the change")
    func retired() async throws {
        for generation in Generation.allCases {
            let portal = Go1Portal.learning(items: 60, enrolments: 0)
            try await PortalSite.with(portal) { site in
                let connection = site.connection(generation)
                let ids = portal.libraryIDs.filter { id in
                    portal.item(id).flatMap { SupportedType(rawValue: $0.type) } != nil
                }
                portal.retire(ids[0])
                portal.revise(ids[1]) { $0.title = "New" }
                let page = try await go1.items(ids.prefix(2).map(String.init), of: connection)
                let settings = connection.settings
                let objects = try page.items.map { item in
                    try go1.mapping(settings).learningObject(
                        from: try go1.document(of: item, settings: settings))
                }
                let byID = Dictionary(uniqueKeysWithValues: objects.map { ($0.externalID, $0) })
                #expect(byID[String(ids[0])]?.published == false)
                #expect(byID[String(ids[1])]?.name == "New")
                #expect(byID[String(ids[1])]?.published == true)
                #expect(page.deleted == [])
            }
        }
    }

    @Test("an item is found by the gateway's own id")
    func ownID() async throws {
        let portal = Go1Portal.learning(items: 60, enrolments: 0)
        try await PortalSite.with(portal) { site in
            let id = try #require(
                portal.libraryIDs.first {
                    portal.item($0).flatMap { SupportedType(rawValue: $0.type) } != nil
                })
            let item = try #require(portal.item(id))
            for generation in Generation.allCases {
                let page = try await go1.items([item.contentID], of: site.connection(generation))
                #expect(page.items.map(\.id) == [String(id)])
                #expect(page.deleted == [])
            }
        }
    }

    @Test("alternatives are in Go1's order; an unknown object has none")
    func alternatives() async throws {
        let portal = Go1Portal.learning(items: 100, enrolments: 0)
        try await PortalSite.with(portal) { site in
            let id = try #require(portal.libraryIDs.first { $0 % 5 == 4 })
            let answer = try await site.get("/learning-objects/\(id)/alternatives")
            let expected = try #require(answer.json?["hits"]?.list).compactMap(\.double).map {
                String(Int($0))
            }
            #expect(!expected.isEmpty)
            for generation in Generation.allCases {
                let connection = site.connection(generation)
                #expect(try await go1.alternatives(to: String(id), of: connection) == expected)
                #expect(try await go1.alternatives(to: "77", of: connection) == [])
            }
        }
    }

    private static func listed(_ connection: Connection) async throws -> [String: UInt64] {
        guard case .page(let page) = try await go1.page(PageRequest(), of: connection) else { return [:] }
        var all = page
        while let next = all.next {
            guard case .page(let more) = try await go1.page(PageRequest(after: next), of: connection) else {
                return [:]
            }
            all.items += more.items
            all.next = more.next
        }
        return Dictionary(uniqueKeysWithValues: all.items.map { ($0.id, $0.digest) })
    }
}
