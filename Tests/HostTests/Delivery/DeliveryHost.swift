import Host
import Delivery
import ConfigurationFiles
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import Model
import PostgresTesting
import Runtime
import ThreeSixtyLearningSimulator
import Store
import Sync
import Testing
import Testing
import TestSupport

/// A host over a portal in memory that delivers to a simulated platform: one process on one store.
struct DeliveryHost {
    let site: DeliverySite
    let portal: StatsPortal
    let host: HostRuntime
    /// The same host on a clock that no waiting moves on: a run would be given up for lack of progress.
    private let reader: HostRuntime
    let folder: URL

    /// Another process on the same store where `folder` names it.
    init(
        _ site: DeliverySite, _ portal: StatsPortal, folder: URL? = nil, groups: [Group] = [.sales],
        languages: [String] = [], enabled: Bool = true, name: String? = nil,
        environment: HostConfiguration.Environment = .production
    ) async throws {
        self.site = site
        self.portal = portal
        let folder =
            folder ?? URL.temporary("delivery")
        self.folder = folder
        var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
        try configuration.keepStore(in: folder)
        configuration.environment = environment
        configuration.platform = .external(site.configured)
        let made = groups.map { group in
            var deployment = DeploymentConfiguration(
                group: group.id, provider: "demo", settings: Settings(texts: [:], secrets: [:]),
                schedule: .init())
            deployment.filters = Filters(languages: languages.compactMap { LanguageTag($0) })
            deployment.enabled = enabled
            deployment.integration = name.map { DeploymentConfiguration.Integration(name: $0) }
            return GroupConfiguration(
                id: group.id, name: group.name, admin: User.admin.mail,
                file: URL(filePath: "/nowhere/\(group.id).yaml"), shownFile: "providers/\(group.id).yaml",
                deployments: [deployment])
        }
        func open(_ clock: any Clock<Duration>) async throws -> HostRuntime {
            try await HostRuntime.open(
                Configuration(host: configuration, groups: made),
                registry: ProviderRegistry(providers: [portal]),
                environment: HostEnvironment(
                    network: { _ in Network(client: NoNetwork()) }, clock: clock, now: site.now,
                    randomText: { "salt" }, randomFraction: { 0 }))
        }
        host = try await open(site.clock)
        reader = try await open(ContinuousClock())
    }

    /// The process that comes after this one, with other files.
    func next(
        folder: URL? = nil, groups: [Group] = [.sales], languages: [String] = [], enabled: Bool = true,
        name: String? = nil
    ) async throws -> DeliveryHost {
        try await DeliveryHost(
            site, portal, folder: folder ?? self.folder, groups: groups, languages: languages,
            enabled: enabled,
            name: name)
    }

    func remove() { folder.remove() }

    func sync() async throws {
        _ = try await reader.sync(SyncRequest()) { _, _, _ in }
    }

    /// Reads everything the provider has, as the daily run does.
    func syncEverything() async throws {
        var request = SyncRequest()
        request.statistics = .everything
        _ = try await reader.sync(request) { _, _, _ in }
    }

    /// Delivers as a process of its own would, without what another learnt.
    @discardableResult
    func deliver(over platform: (any DeliveryPlatform)? = nil) async throws -> DeliveryReport {
        try await host.delivery.deliver(over: platform ?? site.client)
    }

    /// `1 active [Law]` for each course that came to the platform, place for place, by external id.
    var there: [String] {
        let tags = Dictionary(site.platform.tags.map { ($0.id, $0.name) }) { first, _ in first }
        return courses.map {
            let names = $0.tags.compactMap { tags[$0] }.sorted().joined(separator: " ")
            return "\($0.externalID) \($0.isArchived ? "archived" : "active") [\(names)]"
        }
    }

    /// What came to the platform, place for place, by external id.
    var courses: [ThreeSixtyLearningSimulator.ExternalCourse] {
        site.platform.integrations.dropFirst().flatMap { place in
            site.platform.courses(of: place.id).sorted { $0.externalID < $1.externalID }
        }
    }

    /// `1 2 100% 3` for each attempt on the platform: course, learner, progress, hour of its beginning.
    func attempts(learners: ClosedRange<Int>) -> [String] {
        courses.flatMap { course in
            learners.flatMap { number in
                site.platform.attempts(course: course.id, mail: User.learner(number).mail).map {
                    "\(course.externalID) \(number) \(Int($0.progress))% "
                        + "\(Int($0.firstActivityAt.timeIntervalSince(hour(0)) / 3_600))"
                }
            }
        }.sorted()
    }

    func archive(_ externalID: String, _ archived: Bool = true) async throws {
        let group = try #require(host.configuration.groups.first)
        let course = try #require(
            await host.store.course(externalID: externalID, provider: "demo", group: group.id))
        _ = try await host.store.setManualArchive(archived, course: course.id, group: group.id)
    }

    /// What was asked for that is no read.
    var writes: [String] { site.log.filter { !$0.hasPrefix("GET") } }

    func tag(_ externalID: String, _ names: String...) async throws {
        let group = try #require(host.configuration.groups.first)
        let course = try #require(
            await host.store.course(externalID: externalID, provider: "demo", group: group.id))
        _ = try await host.perform(.addTags(names, to: course), by: ChangeActor(user: "test"))
    }

    func untag(_ externalID: String, _ names: String...) async throws {
        let group = try #require(host.configuration.groups.first)
        let course = try #require(
            await host.store.course(externalID: externalID, provider: "demo", group: group.id))
        _ = try await host.perform(.removeTags(names, from: course), by: ChangeActor(user: "test"))
    }
}

extension StatsPortal {
    /// Items from 1, and learners 1 to 9 of the platform under `a1` to `a9`.
    static func with(items: Int) -> StatsPortal {
        let portal = StatsPortal()
        portal.change { contents in
            contents.items = Array(1...items)
            for number in 1...9 { contents.emails["a\(number)"] = User.learner(number).mail }
        }
        return portal
    }
}
