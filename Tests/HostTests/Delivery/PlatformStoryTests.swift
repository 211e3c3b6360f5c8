import ConnectorKit
import Delivery
import DeliveryTesting
import Foundation
import Host
import Model
import Store
import Synchronization
import TestSupport
import Testing
import ThreeSixtyLearningSimulator

/// Stories that are delivered as they go: what the platform makes of them by its own rule, beside the workspace.
@Suite struct PlatformStoryTests {
    fileprivate static let atOnce = 25
    private static let isSlow = ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil

    /// The attempts of one learner at one course, on either side.
    fileprivate struct Sides {
        var workspace: [AttemptState] = []
        var platform: [ThreeSixtyLearningSimulator.Attempt] = []
    }

    @Test(
        "What is heard of as it happens comes to the same attempts at the platform as in the workspace",
        arguments: 1...UInt64(isSlow ? 40 : 2))
    func orderly(seed: UInt64) async throws {
        try await Self.tell(seed: seed, isOrderly: true) { sides in
            // A launch that nothing followed is not told.
            let workspace = sides.workspace.filter(\.isFilled).sorted { $0.firstActivity < $1.firstActivity }
            let platform = sides.platform.sorted { $0.firstActivityAt < $1.firstActivityAt }
            let isSame =
                workspace.count == platform.count
                && zip(workspace, platform).allSatisfy {
                    $0.progress == Int($1.progress) && $0.completedAt == $1.completedAt
                        // As far as clocks differ.
                        && (0...300).contains($1.firstActivityAt.timeIntervalSince($0.firstActivity))
                }
            return isSame
        }
    }

    @Test(
        "Whatever happens, who completed a course in the workspace completed it at the platform, under the same address",
        arguments: 1...UInt64(isSlow ? 40 : 2))
    func any(seed: UInt64) async throws {
        try await Self.tell(seed: seed, isOrderly: false) { sides in
            let told = sides.workspace.filter(\.isFilled)
            return (told.isEmpty || !sides.platform.isEmpty)
                && (!told.contains { $0.completedAt != nil }
                    || sides.platform.contains { $0.completedAt != nil })
        }
    }

    private static func tell(
        seed: UInt64, isOrderly: Bool, _ isRight: @escaping @Sendable (Sides) -> Bool
    ) async throws {
        try await DeliverySite.with(options: { $0.learners = 3 * atOnce }) { site async throws in
            let portal = StatsPortal()
            var stories = Stories(atOnce, seed: seed, on: portal) { story in
                var world = Story.World(
                    contents: [2 * story + 1, 2 * story + 2],
                    addresses: (1...3).map { User.learner(3 * story + $0).mail },
                    groups: { _ in [Group.sales.id] })
                world.isOrderly = isOrderly
                return world
            }
            let home = try await DeliveryHost(site, portal)
            defer { home.remove() }
            try await home.sync()
            for step in 0..<14 {
                try await stories.step { events in
                    try await home.apply(events)
                } launch: { content, group, address, time in
                    let course = try #require(
                        await home.host.store.course(externalID: "\(content)", provider: "demo", group: group)
                    )
                    _ = try await home.host.store.launch(course: course.id, email: address, at: time)
                }
                if step == 13 || stories.chance(20) {
                    try await home.syncEverything()
                    stories.readEverything()
                }
                if step == 13 || stories.chance(40) {
                    let report = try await home.deliver()
                    #expect(report.outcome == .done, "seed \(seed), after step \(step)")
                }
            }
            #expect(try await home.deliver().counters.seen == 0, "seed \(seed): something is sent twice")
            for (key, sides) in try await home.sides() where !isRight(sides) {
                Issue.record(
                    """
                    seed \(seed): \(key)
                    workspace: \(sides.workspace.map(\.line))
                    platform: \(sides.platform.map { "\($0.firstActivityAt) \($0.lastActivityAt) \($0.progress)" })
                    \(stories.log(ofContent: String(key.split(separator: " ")[0])).joined(separator: "\n"))
                    """)
                return
            }
        }
    }
}

extension DeliveryHost {
    /// Applies enrolments as events do.
    fileprivate func apply(_ enrolments: [Enrolment]) async throws {
        let connection = try #require(await host.store.deployments().first).connection
        _ = try await host.apply(
            enrolments, of: connection, from: portal,
            over: Connection(settings: Settings(texts: [:], secrets: [:]), client: NoNetwork()))
    }

    /// By course and learner.
    fileprivate func sides() async throws -> [String: PlatformStoryTests.Sides] {
        var sides: [String: PlatformStoryTests.Sides] = [:]
        let found = Mutex<[Model.Attempt]>([])
        try await host.store.forEachAttempt(AttemptQuery()) { batch in found.withLock { $0 += batch } }
        for attempt in found.withLock({ $0 }) {
            sides["\(attempt.externalCourseID) \(attempt.user)", default: .init()].workspace.append(
                attempt.state)
        }
        for course in courses {
            for number in 1...(3 * PlatformStoryTests.atOnce) {
                let mail = User.learner(number).mail
                let attempts = site.platform.attempts(course: course.id, mail: mail)
                if !attempts.isEmpty {
                    sides["\(course.externalID) \(mail)", default: .init()].platform = attempts
                }
            }
        }
        return sides
    }
}
