import ConnectorKit
import Foundation
import Model
import StoreTesting
import TestSupport

@testable import Store

/// The file of a store that holds some of everything, to be damaged.
struct DamagedStore: Sendable {
    /// The whole file.
    let bytes: Data

    static let items = 400

    init() async throws {
        let fixture = try await StoreFixture(groups: ["sales", "support"])
        defer { fixture.remove() }
        let store = fixture.store
        try await fixture.list(
            (1...Self.items).map { number in
                var item = object(String(number), name: "Course number \(number)")
                item.description = String(repeating: "Words of \(number). ", count: 20)
                item.retiresAt = number % 50 == 0 ? Date(timeIntervalSince1970: 1_900_000_000) : nil
                return item
            })
        let enrolments = (1...Self.items).map { number in
            Enrolment(
                id: "e\(number)", contentID: String(number), account: "a\(number % 40)",
                status: number % 2 == 0 ? .completed : .inProgress,
                createdAt: Date(timeIntervalSince1970: 1_790_000_000),
                updatedAt: Date(timeIntervalSince1970: 1_790_000_000 + Double(number) * 60))
        }
        _ = try await store.leased().record(
            EnrolmentBatch(
                enrolments,
                accounts: (0..<30).map { LearnerAccount(id: "a\($0)", email: "l\($0)@example.com") }),
            of: fixture.connection, by: .standard)
        while try await store.applyToNewCourses(by: .standard) != nil {}
        let course = try await fixture.courses().first
        if let path = try await store.addPath(named: "First"), let course {
            _ = try await store.place(course.id, inPath: path.id, at: nil)
        }
        _ = try await store.leased().keepDestination(
            "r", of: fixture.deployments[0].id, company: "c", plan: "p", rendering: "1")
        try await store.refreshOutbox(of: "c", at: Date(timeIntervalSince1970: 1_800_000_000))
        let file = fixture.folder.appending(path: "whole.sqlite")
        try store.backup(to: file)
        bytes = try Data(contentsOf: file)
    }

    /// Puts bytes as a store into a folder of their own.
    static func with<Value>(
        _ bytes: Data, _ body: (_ folder: URL) async throws -> Value
    ) async throws -> Value {
        let folder = URL.temporary("damaged")
        defer { folder.remove() }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try bytes.write(to: folder.appending(path: "tributary.sqlite"))
        return try await body(folder)
    }

    /// Damages the file in one of some ways.
    func damaged(_ random: inout SeededRandom) -> Data {
        var bytes = bytes
        let pages = bytes.count / 4_096
        let page = random.below(pages) * 4_096
        switch random.below(5) {
        case 0:
            for _ in 0..<1 + random.below(40) {
                bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
            }
        case 1: bytes.replaceSubrange(page..<page + 4_096, with: Data(count: 4_096))
        case 2:
            let garbage = (0..<4_096).map { _ in UInt8(random.below(256)) }
            bytes.replaceSubrange(page..<page + 4_096, with: garbage)
        case 3: bytes = bytes.prefix(100 + random.below(bytes.count - 100))
        default:
            let other = random.below(pages) * 4_096
            bytes.replaceSubrange(page..<page + 4_096, with: bytes[other..<other + 4_096])
        }
        return bytes
    }
}

/// What people and programs do with a store, each without a look at how the others ended.
struct StoreUse {
    /// What was refused.
    private(set) var refusals: [StoreError] = []
    private let folder: URL

    init(_ folder: URL) async {
        self.folder = folder
        do throws(StoreError) {
            let store = try Store(directory: folder, environment: "production", plainText: { $0 })
            await read(store)
            await write(store)
        } catch {
            refusals.append(error)
        }
    }

    private mutating func attempt(_ body: () async throws -> Void) async {
        do { try await body() } catch let error as StoreError { refusals.append(error) } catch {
            refusals.append(.damaged("\(error) is no error of the store"))
        }
    }

    private mutating func read(_ store: Store) async {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        await attempt { _ = try await store.courseCounts() }
        await attempt { _ = try await store.statisticsCounts() }
        await attempt { _ = try await store.overlaps() }
        await attempt { _ = try await store.retiring(at: now) }
        for group in ["sales", "support"] {
            var query = CourseQuery(group: group)
            query.archived = .any
            await attempt { [query] in try await store.forEachCourse(query) { _ in } }
            query.limit = 20
            query.search = "course"
            await attempt { [query] in try await store.forEachCourse(query) { _ in } }
            var search = CourseSearch(group: group)
            await attempt { [search] in _ = try await store.facets(search) }
            search.words = "words"
            await attempt { [search] in _ = try await store.search(search) }
        }
        await attempt { try await store.forEachAttempt(AttemptQuery()) { _ in } }
        await attempt { try await store.forEachAttempt(AttemptQuery(user: "l1@example.com")) { _ in } }
        for scope in [SummaryScope.everybody, .course(1), .learner("l1@example.com"), .path(1)] {
            for groups in [[], ["sales"], ["sales", "support"]] {
                await attempt { _ = try await store.summary(of: scope, groups: groups) }
            }
        }
        await attempt { _ = try await store.completionsByMonth() }
        await attempt { _ = try await store.busiestCourses(ActivityQuery(limit: 9)) }
        await attempt { _ = try await store.busiestLearners(ActivityQuery(limit: 9)) }
        await attempt { _ = try await store.paths() }
        await attempt { _ = try await store.courses(ofPath: 1) }
        await attempt { _ = try await store.runs() }
        await attempt { _ = try await store.newestRuns() }
        await attempt { _ = try await store.scheduleHistory() }
        await attempt { _ = try await store.eventBacklog() }
        await attempt { _ = try await store.pushBacklog() }
        await attempt { _ = try await store.deliveryBacklog(of: "c") }
        await attempt { _ = try await store.refusedDeliveries(of: "c") }
        await attempt { _ = try await store.tokens() }
        await attempt { _ = try await store.audit(before: .max, limit: 9) }
    }

    private mutating func write(_ store: Store) async {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        var connections: [ConnectionID] = []
        var deployments: [Deployment] = []
        await attempt { connections = try await store.connections() }
        await attempt { deployments = try await store.deployments() }
        await attempt { try await store.refreshOutbox(of: "c", at: now) }
        for connection in connections {
            let enrolment = Enrolment(
                id: "e1", contentID: "1", account: "a1", status: .completed, createdAt: now,
                updatedAt: now + 60)
            await attempt {
                _ = try await store.leased().record(
                    EnrolmentBatch(
                        [enrolment], accounts: [LearnerAccount(id: "a2", email: "new@example.com")]),
                    of: connection, by: .standard)
            }
            await attempt { _ = try await store.statisticsListing(of: connection) }
            await attempt { while try await store.applyToNewCourses(by: .standard) != nil {} }
            if let deployment = deployments.first(where: { $0.connection == connection }) {
                let fixture = StoreFixture(
                    folder: folder, store: store, connection: connection, deployments: [deployment])
                await attempt { try await fixture.list([object("1"), object("999")]) }
                await attempt { try await fixture.list([object("1"), object("999")]) }
            }
        }
        for deployment in deployments {
            await attempt { _ = try await store.preview(StoreFixture.everything, in: deployment) }
            await attempt { _ = try await store.apply(StoreFixture.everything, to: deployment) }
            await attempt { _ = try await store.sharedItems(of: deployment) }
        }
        await attempt { _ = try await store.launch(course: 1, email: "l1@example.com", at: now) }
        await attempt { _ = try await store.setManualArchive(true, course: 1, group: "sales") }
        await attempt { _ = try await store.removeRuns(before: now) }
    }
}
