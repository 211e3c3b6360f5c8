import ConnectorKit
import Foundation
import Host
import Model
import Sync
import Synchronization
import Testing

/// Many stories on one host at once, each with accounts, addresses and contents of its own, and a model of each.
struct Stories {
    let seed: UInt64
    private(set) var stories: [Story]
    private(set) var models: [PlainModel]
    private let world: @Sendable (Int) -> Story.World
    private var random: SeededRandom
    private let portal: StatsPortal
    private var mark: Date?
    private(set) var runs: [String] = []

    init(
        _ count: Int, seed: UInt64, on portal: StatsPortal, _ world: @escaping @Sendable (Int) -> Story.World
    ) {
        self.seed = seed
        self.portal = portal
        self.world = world
        random = SeededRandom(seed: seed)
        stories = (0..<count).map { Story($0, seed: seed, world($0)) }
        models = Array(repeating: PlainModel(), count: count)
        portal.change { $0.size = 50 }
        for index in stories.indices {
            stories[index].begin(portal)
            for content in world(index).contents {
                portal.change { $0.items.append(content) }
                models[index].minutes[String(content)] = 60
            }
        }
    }

    func story(of account: some StringProtocol) -> Int? {
        Int(account.dropFirst().prefix { $0.isNumber })
    }

    /// One step of every story.
    mutating func step(
        event: ([Enrolment]) async throws -> Void,
        launch: (_ content: Int, _ group: String, _ address: String, _ at: Date) async throws -> Void
    ) async throws {
        for index in stories.indices {
            switch stories[index].next(portal) {
            case .event(let enrolment)?:
                try await event([enrolment])
                read([enrolment.account])
                models[index].name(enrolment)
            case .launch(let content, let group, let address, let time)?:
                try await launch(content, group, address, time)
                models[index].launch(String(content), in: group, by: address, at: time)
            case nil: break
            }
        }
    }

    /// What the models learn from a run that reads everything.
    mutating func readEverything() {
        runs.append("everything is read")
        for index in models.indices { read(Array(models[index].heard)) }
        nameListed()
    }

    /// What the models learn from a run that reads what changed.
    mutating func readChanges() {
        // The first reads everything, since there is nothing that it could go on from.
        guard mark != nil else { return readEverything() }
        runs.append("changes are read")
        nameListed(since: mark)
    }

    private mutating func nameListed(since: Date? = nil) {
        let listed = portal.enrolments.filter { since == nil || $0.updatedAt >= since ?? .distantPast }
            .sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        let unheard = Set(listed.map(\.account)).filter { account in
            story(of: account).map { !models[$0].heard.contains(account) } ?? false
        }
        read(unheard.sorted())
        for enrolment in listed {
            if let story = story(of: enrolment.id) { models[story].name(enrolment) }
        }
        mark = listed.last?.updatedAt ?? mark
    }

    private mutating func read(_ accounts: [String]) {
        let emails = portal.contents.withLock(\.emails)
        for (story, accounts) in Dictionary(grouping: accounts, by: { story(of: $0) ?? 0 }) {
            models[story].read(
                Dictionary(uniqueKeysWithValues: accounts.map { ($0, emails[$0]) }))
        }
    }

    /// What happened in the story of a content.
    func log(ofContent content: String) -> [String] {
        stories.indices.first { world($0).contents.contains(Int(content) ?? 0) }.map { stories[$0].log } ?? []
    }

    mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }

    /// The stories in which the attempts are not those of the model, told with everything that led there.
    func differences(_ attempts: [Attempt]) -> [String] {
        var found: [Int: [String]] = [:]
        var owners: [String: Int] = [:]
        for index in stories.indices {
            for content in world(index).contents { owners[String(content)] = index }
        }
        for attempt in attempts {
            guard let story = owners[attempt.externalCourseID] else { continue }
            found[story, default: []].append(attempt.plainLine)
        }
        return stories.indices.compactMap { index in
            let wanted = models[index].lines { world(index).groups(Int($0) ?? 0) }
            let stored = found[index, default: []].sorted()
            guard wanted != stored else { return nil }
            return
                (["seed \(seed), story \(index):"] + stories[index].log + ["should be:"] + wanted + ["is:"]
                + stored)
                .joined(separator: "\n  ")
        }
    }
}

extension Attempt {
    var plainLine: String {
        let state = self.state
        var plain = PlainModel.Try(
            first: state.firstActivity, last: state.lastActivity, done: state.completedAt,
            progress: state.progress, result: state.result?.rawValue ?? "-")
        plain.time = state.timeSpent.map { Int($0) }
        return "\(group) \(externalCourseID) \(user) \(plain.line)"
    }
}

/// Accounts, addresses, launches and enrolments as they may come, against a plain model.
@Suite struct StoryTests {
    private static let atOnce = 50
    private static let isSlow = ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil

    @Test(
        "Whatever happens, in whatever order it is heard of, the attempts are those of a plain model",
        arguments: 1...UInt64(isSlow ? 200 : 6))
    func stories(seed: UInt64) async throws {
        let fixture = try await StatsFixture()
        defer { fixture.remove() }
        var stories = Stories(Self.atOnce, seed: seed, on: fixture.portal) { story in
            Story.World(
                contents: [2 * story + 1, 2 * story + 2],
                addresses: ["a", "b", "c"].map { "\($0)\(story)@x.example" },
                groups: { $0.isMultiple(of: 2) ? ["even", "all"] : ["all"] })
        }
        try await fixture.syncCatalog()
        for step in 0..<16 {
            try await stories.step { events in
                try await fixture.apply(events)
            } launch: { content, group, address, time in
                try await fixture.launch(content, address, at: time, group: group)
            }
            guard step == 15 || stories.chance(25) else { continue }
            if step == 15 || stories.chance(50) {
                try await fixture.sync(.everything)
                stories.readEverything()
            } else {
                try await fixture.sync(.changes)
                stories.readChanges()
            }
            let differences = stories.differences(try await fixture.rows())
            #expect(
                differences.isEmpty,
                "\(differences.count) differ after step \(step); \(differences.first ?? "")")
            if !differences.isEmpty { return }
        }
        // Everything again changes nothing.
        let before = try await fixture.rows()
        let again = try await fixture.sync(.everything)
        #expect(again.counters.created + again.counters.updated == 0)
        #expect(try await fixture.rows() == before)
    }
}
