import ConnectorKit
import Foundation
import Model
import PostgresTesting
import Store
import StoreTesting
import TestSupport

/// A store in a folder of its own, with one connection deployed in one group or more.
struct StoreFixture {
    let folder: URL
    let store: Store
    let connection: ConnectionID
    let deployments: [Deployment]

    init(folder: URL, store: Store, connection: ConnectionID, deployments: [Deployment]) {
        self.folder = folder
        self.store = store
        self.connection = connection
        self.deployments = deployments
    }

    init(groups: [String] = ["sales"], environment: String = "production") async throws {
        folder = URL.temporary("store")
        store = try TestStores.open(folder, environment: environment)
        connection = try await store.connection(provider: "demo", key: "one")
        var deployments: [Deployment] = []
        for group in groups {
            deployments.append(try await store.deploy(provider: "demo", group: group, over: connection))
        }
        self.deployments = deployments
    }

    func remove() { folder.remove() }

    /// Takes everything that is offered.
    static let everything = StandingRule(fingerprint: "everything") { standing in
        guard let before = standing.reasons else { return standing.offered ? [] : nil }
        return standing.offered
            ? before.intersection(.manual) : before.intersection(.manual).union(.provider)
    }

    func begin(_ paging: Paging = .cursor) async throws -> (run: RunID, pass: CatalogPassBox) {
        let run = try await store.leased().beginRun(
            kind: "catalog", provider: "demo", connection: connection, groups: deployments.map(\.group),
            at: Date(timeIntervalSince1970: 1_800_000_000))
        return (
            run,
            CatalogPassBox(
                try await CatalogPass(
                    connection, run: run, paging: paging, mappingVersion: 1, in: store.leased()),
                store)
        )
    }

    /// Lists `items` on one page and settles; the listing is complete unless `total` says otherwise.
    @discardableResult
    func list(
        _ items: [LearningObject], total: Int? = nil, refused: [RefusedItem] = [],
        shrink: ShrinkPolicy = .accept,
        rule: StandingRule = StoreFixture.everything
    ) async throws -> Settlement {
        let revision = try await store.revision(of: connection)
        let (_, box) = try await begin()
        try await box.commit(items, total: total ?? items.count + refused.count, refused: refused, last: true)
        return try await settle(box, since: revision, shrink: shrink, rule: rule)
    }

    func settle(
        _ box: CatalogPassBox, since revision: Int64 = 0, shrink: ShrinkPolicy = .accept,
        rule: StandingRule = StoreFixture.everything
    ) async throws -> Settlement {
        return try await store.leased().applyListing(
            connection, rule: { _ in rule }, verdict: box.take().finish(),
            since: revision, shrink: shrink)
    }

    func courses(_ group: String = "sales", _ change: (inout CourseQuery) -> Void = { $0.archived = .any })
        async throws
        -> [Course]
    {
        var query = CourseQuery(group: group)
        change(&query)
        let found = Collected<Course>()
        try await store.forEachCourse(query) { found.add($0) }
        return found.all
    }

    /// `id: reasons` of every course, in order.
    func standing(_ group: String = "sales") async throws -> [String] {
        try await courses(group).map { course in
            course.isArchived
                ? "\(course.content.externalID): \(course.reasons.names.joined(separator: " "))"
                : "\(course.content.externalID): active"
        }
    }
}

/// A learning object of the tests.
func object(
    _ id: String, name: String = "A name", language: String? = "en", type: String = "course",
    published: Bool = true
) -> LearningObject {
    var object = LearningObject()
    object.externalID = id
    object.name = name
    object.language = language
    object.providerType = type
    object.launchURL = "https://portal.example/play/\(id)"
    object.published = published
    return object
}

/// The digest the tests give an object: of all that they vary.
func raw(_ object: LearningObject) -> RawItem {
    var digest: UInt64 = 14_695_981_039_346_656_037
    for byte in "\(object)".utf8 { digest = (digest ^ UInt64(byte)) &* 1_099_511_628_211 }
    return RawItem(id: object.externalID, digest: digest, bytes: [])
}
