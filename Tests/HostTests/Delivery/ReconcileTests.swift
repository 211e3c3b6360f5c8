import ConfigurationFiles
import ConnectorKit
import Delivery
import DeliveryTesting
import Foundation
import Host
import Model
import Store
import Synchronization
import Testing
import ThreeSixtyLearningSimulator

/// What people change on the platform (rules D26 and D27).
@Suite struct ReconcileTests {
    /// Seven courses, of which the French ones are tagged, and attempts at the first two.
    private static func with(
        _ body: @escaping @Sendable (DeliverySite, DeliveryHost) async throws -> Void
    ) async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 7))
            defer { home.remove() }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 2, "a2", 1, 2, .completed),
                enrolment("e3", 2, "a3", 1, 2))
            try await home.sync()
            for odd in ["1", "3", "5", "7"] { try await home.tag(odd, "Law", "Odd") }
            try await home.deliver()
            try await body(site, home)
        }
    }

    @Test("where nobody changed anything nothing differs, and nothing is written")
    func untouched() async throws {
        try await Self.with { site, home async throws in
            site.platform.clearRequests()
            #expect(try await home.differences() == [])
            #expect(try await home.reconcile().found == [])
            #expect(home.writes == [])
        }
    }

    @Test("a course that a person archived there stays so, with the reason platform, until they take it out")
    func archived() async throws {
        try await Self.with { site, home async throws in
            let course = try #require(home.courses.first)
            site.platform.setArchived(true, course.id)
            #expect(
                try await home.reconcile().found == [
                    "1 archived: archived there; stays archived, for the reason platform"
                ])
            #expect(home.there.first == "1 archived [Law Odd]")
            #expect(try await home.reasons("1") == ["platform"])
            // No sync lifts it.
            home.portal.change { $0.longer = [1] }
            try await home.sync()
            try await home.deliver()
            #expect(try await home.reasons("1") == ["platform"])
            #expect(home.there.first == "1 archived [Law Odd]")
            #expect(try await home.reconcile().found == [])
            site.platform.setArchived(false, course.id)
            #expect(
                try await home.reconcile().found == [
                    "1 unarchived: taken out of the archive there; active again"
                ])
            #expect(try await home.reasons("1") == [])
            #expect(home.there.first == "1 active [Law Odd]")
        }
    }

    @Test("`courses unarchive` lifts the reason platform, and takes the course out of the archive there")
    func unarchivedHere() async throws {
        try await Self.with { site, home async throws in
            site.platform.setArchived(true, try #require(home.courses.first).id)
            _ = try await home.reconcile()
            try await home.archive("1", false)
            #expect(try await home.deliver().counters.unarchived == 1)
            #expect(home.there.first == "1 active [Law Odd]")
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test(
        "a course that is to be archived, and that a person took out of the archive there, is archived again")
    func unarchivedThere() async throws {
        try await Self.with { site, home async throws in
            try await home.archive("2")
            try await home.deliver()
            site.platform.setArchived(false, home.courses[1].id)
            #expect(
                try await home.reconcile().found == [
                    "2 unarchived: taken out of the archive there; archived again"
                ])
            #expect(home.there[1] == "2 archived []")
            #expect(try await home.reasons("2") == ["manual"])
            // Archived there first, then by hand here, and taken out there: the reason here still holds.
            site.platform.setArchived(true, home.courses[2].id)
            _ = try await home.reconcile()
            try await home.archive("3")
            site.platform.setArchived(false, home.courses[2].id)
            #expect(
                try await home.reconcile().found == [
                    "3 unarchived: taken out of the archive there; archived again: manual"
                ])
            #expect(home.there[2] == "3 archived [Law Odd]")
        }
    }

    @Test("a course that was deleted there is made anew with its tags and statistics")
    func deleted() async throws {
        try await Self.with { site, home async throws in
            site.platform.deleteCourse(home.courses[0].id)
            #expect(
                try await home.reconcile().found == [
                    "1 deleted: deleted there; made anew with its tags and statistics"
                ])
            #expect(home.there.first == "1 active [Law Odd]")
            #expect(home.attempts(learners: 1...3) == ["1 1 100% 1", "2 2 100% 1", "2 3 50% 1"])
            // Archived there, and then deleted there: it is made anew too.
            site.platform.setArchived(true, home.courses[0].id)
            _ = try await home.reconcile()
            site.platform.deleteCourse(home.courses[0].id)
            _ = try await home.reconcile()
            #expect(home.there.first == "1 active [Law Odd]")
            // An upsert that a change brought made it anew, without what belongs to it.
            site.platform.deleteCourse(home.courses[0].id)
            home.portal.change { $0.longer = [1] }
            try await home.sync()
            try await home.deliver()
            #expect(home.there.first == "1 active [Law Odd]")
            #expect(home.attempts(learners: 1...1) == ["1 1 100% 1"])
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test("tags of ours that were taken off come back, and those of people stay")
    func retagged() async throws {
        try await Self.with { site, home async throws in
            let law = try #require(site.platform.tags.first { $0.name == "Law" })
            let odd = try #require(site.platform.tags.first { $0.name == "Odd" })
            let theirs = site.platform.addTag("Theirs")
            site.platform.removeTag(law.id, from: home.courses[0].id)
            site.platform.addTag(theirs.id, to: home.courses[0].id)
            site.platform.addTag(theirs.id, to: home.courses[1].id)
            site.platform.deleteTag(odd.id)
            let found = try await home.reconcile().found
            #expect(found.first == "1 tags: without Law, Odd there; put back beside those of people")
            #expect(found.count == 4)
            #expect(
                home.there.prefix(3) == [
                    "1 active [Law Odd Theirs]", "2 active [Theirs]", "3 active [Law Odd]",
                ])
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test("another title is sent again, also when the same one comes a second time")
    func renamed() async throws {
        try await Self.with { site, home async throws in
            for _ in 1...2 {
                site.platform.rename(home.courses[0].id, to: "Ours now")
                #expect(
                    try await home.reconcile().found == ["1 changed: another title there; sent again"])
                #expect(home.courses[0].name != "Ours now")
            }
        }
    }

    @Test(
        "an integration that was changed is set again, and one that was deleted is made anew with everything")
    func integration() async throws {
        try await Self.with { site, home async throws in
            let place = try #require(site.platform.integrations.last)
            site.platform.setDefaultCompletion(true, of: place.id)
            #expect(
                try await home.reconcile().found == [
                    " integration: another default_completion there; set again"
                ])
            #expect(site.platform.integrations.last?.defaultCompletion == false)
            site.platform.renameIntegration(place.id, to: "Theirs")
            #expect(try await home.reconcile().found == [" integration: another name there; set again"])
            #expect(site.platform.integrations.last?.id == place.id)
            #expect(site.platform.integrations.last?.externalPlatform == place.externalPlatform)
            site.platform.setArchived(true, home.courses[0].id)
            _ = try await home.reconcile()
            site.platform.deleteIntegration(place.id)
            #expect(
                try await home.reconcile().found == [
                    " integration: deleted there; made anew with all that belongs in it"
                ])
            #expect(
                home.there == [
                    "1 active [Law Odd]", "2 active []", "3 active [Law Odd]", "4 active []",
                    "5 active [Law Odd]", "6 active []", "7 active [Law Odd]",
                ])
            #expect(home.attempts(learners: 1...3).count == 3)
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test(
        "an attempt that the learner opened there is closed by the completion that belongs to it, and no other"
    )
    func openAttempts() async throws {
        try await Self.with { site, home async throws in
            let (first, second) = (home.courses[0].id, home.courses[1].id)
            site.platform.launch(first, by: User.learner(1).mail, at: hour(1) - 3)
            site.platform.launch(first, by: User.learner(4).mail, at: hour(1) - 3)
            // After the completion it is another try, and an enrolment in progress completes nothing.
            site.platform.launch(second, by: User.learner(2).mail, at: hour(9))
            site.platform.launch(second, by: User.learner(3).mail, at: hour(1))
            #expect(
                try await home.reconcile().found == [
                    "1 attempt: learner-1@acme.example: an attempt of 2026-01-01T00:59:57Z is open there; closed by "
                        + "the completion of 2026-01-01T02:00:00Z"
                ])
            let attempts = site.platform.attempts(course: first, mail: User.learner(1).mail)
            #expect(attempts.map(\.progress) == [100, 100])
            #expect(site.platform.attempts(course: first, mail: User.learner(4).mail).map(\.progress) == [0])
            #expect(
                site.platform.attempts(course: second, mail: User.learner(2).mail).map(\.progress) == [
                    100, 0,
                ])
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test("a learner who has no attempt any more gets the statistics again")
    func resetAttempts() async throws {
        try await Self.with { site, home async throws in
            site.platform.resetAttempts(at: home.courses[0].id, of: User.learner(1).mail)
            #expect(
                try await home.reconcile().found == [
                    "1 statistic: learner-1@acme.example: no attempt there; statistics sent again"
                ])
            #expect(home.attempts(learners: 1...1) == ["1 1 100% 1"])
        }
    }

    @Test(
        "a launch there and the enrolment that follows it are one attempt, with its time",
        arguments: [3.0, -3.0])
    func launched(_ seconds: Double) async throws {
        try await Self.with { site, home async throws in
            let course = home.courses[3].id
            site.platform.launch(course, by: User.learner(1).mail, at: hour(30) - seconds, progress: 50)
            home.portal.enrol(enrolment("e9", 4, "a1", 30, 30.2))
            try await home.sync()
            try await home.deliver()
            home.portal.enrol(enrolment("e9", 4, "a1", 30, 30.2, .completed))
            try await home.sync()
            try await home.deliver()
            let attempts = site.platform.attempts(course: course, mail: User.learner(1).mail)
            #expect(attempts.map(\.progress) == [100])
            #expect(attempts.map(\.timeSpent) == [720_000])
            #expect(try await home.reconcile().found == [])
        }
    }

    @Test("a dry run tells the same, writes nothing here, and nothing there")
    func rehearsal() async throws {
        try await Self.with { site, home async throws in
            try await home.disturb(200, seed: 7)
            let runs = try await home.host.store.runs().count
            site.platform.clearRequests()
            let told = try await home.differences()
            #expect(told.count > 4)
            #expect(home.writes == [])
            #expect(try await home.host.store.runs().count == runs)
            #expect(try await home.reconcile().found == told)
        }
    }

    @Test(
        "after 200 changes by hand one reconcile leaves nothing that differs, and a second one sends nothing",
        arguments: (1...20).map { UInt64($0) })
    func random(_ seed: UInt64) async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 40), groups: [.sales, .engineering])
            defer { home.remove() }
            for number in 1...60 {
                home.portal.enrol(
                    enrolment(
                        "e\(number)", 1 + number % 30, "a\(1 + number % 9)", Double(number),
                        Double(number) + 1,
                        number % 3 == 0 ? .inProgress : .completed))
            }
            try await home.sync()
            for number in stride(from: 1, through: 40, by: 3) {
                try await home.tag("\(number)", "Law", "Odd")
            }
            for number in stride(from: 2, through: 40, by: 7) { try await home.archive("\(number)") }
            try await home.deliver()
            let theirs = try await home.disturb(200, seed: seed)
            let report = try await home.reconcile()
            #expect(report.found.count > 1, "seed \(seed)")
            #expect(report.outcome == .done)
            #expect(try await home.differences() == [], "seed \(seed)")
            site.platform.clearRequests()
            #expect(try await home.reconcile().found == [])
            #expect(home.writes == [], "seed \(seed)")
            // A plain model: what stands in the host is what is there, and what people added stays.
            let tags = Dictionary(site.platform.tags.map { ($0.id, $0.name) }) { first, _ in first }
            for group in [Group.sales, .engineering] {
                let place = try #require(site.platform.integrations.last { $0.groupID == group.id })
                let courses = site.platform.courses(of: place.id)
                #expect(Set(courses.map(\.externalID)).count == courses.count)
                for number in 1...40 {
                    let known = try #require(
                        await home.host.store.course(
                            externalID: "\(number)", provider: "demo", group: group.id))
                    let there = courses.first { $0.externalID == "\(number)" }
                    guard let there else {
                        #expect(known.isArchived, "\(number), seed \(seed)")
                        continue
                    }
                    #expect(there.isArchived == known.isArchived, "\(number), seed \(seed)")
                    guard !known.isArchived else { continue }
                    #expect(there.name == known.content.name)
                    let names = there.tags.compactMap { tags[$0] }
                    #expect(Set(names).isSuperset(of: known.tags.map(\.name)), "\(number), seed \(seed)")
                    for tag in theirs[there.id] ?? [] where tags[tag] != nil {
                        #expect(there.tags.contains(tag))
                    }
                }
            }
        }
    }

    @Test("a reconcile that is cut off anywhere is done by the next one")
    func everyStep() async throws {
        var expected: [String]?
        var cut = 0
        while true {
            let step = cut
            let (there, wasCut) = try await DeliverySite.with { site async throws in
                let home = try await DeliveryHost(site, .with(items: 7))
                defer { home.remove() }
                home.portal.enrol(enrolment("e1", 1, "a1", 1, 2, .completed))
                try await home.sync()
                try await home.tag("3", "Law")
                try await home.archive("4")
                try await home.deliver()
                site.platform.launch(home.courses[0].id, by: User.learner(1).mail, at: hour(1) - 3)
                site.platform.setArchived(true, home.courses[1].id)
                site.platform.removeTag(try #require(site.platform.tags.first).id, from: home.courses[2].id)
                site.platform.setArchived(false, home.courses[3].id)
                site.platform.rename(home.courses[4].id, to: "Theirs")
                site.platform.deleteCourse(home.courses[5].id)
                var next = home
                var wasCut = false
                if step > 0 {
                    let platform = StoppingPlatform(site.client, over: home.host.store, at: step)
                    _ = try? await home.reconcile(over: platform)
                    if let left = platform.left {
                        wasCut = true
                        next = try await home.next(folder: left.directory)
                    }
                }
                _ = try await next.reconcile()
                #expect(try await next.differences() == [], "cut at step \(step)")
                if wasCut { next.remove() }
                return (next.there + next.attempts(learners: 1...1), wasCut)
            }
            if expected == nil { expected = there }
            #expect(there == expected, "cut at step \(step)")
            if step > 0, !wasCut { break }
            cut += 1
        }
        #expect(cut > 10)
    }

    @Test("a reconcile of one group leaves the others alone")
    func group() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 2), groups: [.sales, .engineering])
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            for course in home.courses { site.platform.rename(course.id, to: "Theirs") }
            let report = try await home.reconcile(group: Group.engineering.id)
            #expect(report.found.count == 2)
            #expect(report.outcome == .done)
            let place = try #require(site.platform.integrations.last { $0.groupID == Group.sales.id })
            #expect(site.platform.courses(of: place.id).map(\.name) == ["Theirs", "Theirs"])
            #expect(try await home.differences().count == 2)
        }
    }

    @Test("what people do in one environment's integration is nothing to the other")
    func environments() async throws {
        try await DeliverySite.with { site async throws in
            let portal = StatsPortal.with(items: 2)
            let production = try await DeliveryHost(site, portal)
            let test = try await DeliveryHost(site, portal, environment: .test)
            defer {
                production.remove()
                test.remove()
            }
            for home in [production, test] {
                try await home.sync()
                try await home.tag("1", "Law")
                try await home.deliver(over: site.another())
            }
            let place = try #require(
                site.platform.integrations.last { $0.externalPlatform.hasSuffix(" (test)") })
            for course in site.platform.courses(of: place.id) { site.platform.setArchived(true, course.id) }
            #expect(try await production.differences() == [])
            #expect(try await test.differences().count == 2)
        }
    }
}

extension DeliveryHost {
    struct Reconciled {
        let found: [String]
        let outcome: Run.Outcome
    }

    /// Reconciles as a process of its own would.
    ///
    /// - Returns: `1 archived: what was found; what was done` for each difference.
    func reconcile(
        group: String? = nil, isRehearsal: Bool = false, over platform: (any DeliveryPlatform)? = nil
    ) async throws -> Reconciled {
        let found = Mutex<[String]>([])
        let report = try #require(
            try await host.delivery.reconcile(
                Reconciliation(group: group, isRehearsal: isRehearsal) { difference in
                    let user = difference.user.map { "\($0): " } ?? ""
                    let text =
                        "\(difference.externalID ?? "") \(difference.kind.rawValue): \(user)\(difference.found); "
                        + difference.action
                    found.withLock { $0.append(text) }
                }, over: platform ?? site.another()))
        return Reconciled(found: found.withLock { $0 }, outcome: report.outcome)
    }

    func differences() async throws -> [String] { try await reconcile(isRehearsal: true).found }

    func reasons(_ externalID: String) async throws -> [String] {
        let group = try #require(host.configuration.groups.first)
        return try #require(
            await host.store.course(externalID: externalID, provider: "demo", group: group.id)
        ).reasons.names
    }

    /// Changes at random what people can change on the platform.
    ///
    /// - Returns: the tags that people put on courses, by the courses' ids.
    @discardableResult
    func disturb(_ count: Int, seed: UInt64) async throws -> [String: [String]] {
        var random = SeededRandom(seed: seed)
        var theirs: [String: [String]] = [:]
        let people = (1...3).map { site.platform.addTag("Theirs \($0)").id }
        for _ in 1...count {
            let courses = self.courses
            guard !courses.isEmpty else { break }
            let course = courses[random.below(courses.count)].id
            let learner = User.learner(1 + random.below(9)).mail
            switch random.below(11) {
            case 0, 1: site.platform.setArchived(true, course)
            case 2: site.platform.setArchived(false, course)
            case 3: site.platform.deleteCourse(course)
            case 4:
                let tag = people[random.below(people.count)]
                theirs[course, default: []].append(tag)
                site.platform.addTag(tag, to: course)
            case 5:
                guard let tag = courses.first(where: { $0.id == course })?.tags.first else { continue }
                theirs[course]?.removeAll { $0 == tag }
                site.platform.removeTag(tag, from: course)
            case 6: site.platform.rename(course, to: "Title \(random.below(5))")
            case 7, 8: site.platform.launch(course, by: learner, at: hour(Double(random.below(70))))
            case 9: site.platform.resetAttempts(at: course, of: learner)
            default:
                let places = site.platform.integrations.dropFirst()
                guard let place = places.dropFirst(random.below(places.count)).first else { continue }
                if random.below(30) == 0 {
                    site.platform.deleteIntegration(place.id)
                } else if random.below(10) == 0, let tag = site.platform.tags.last {
                    site.platform.deleteTag(tag.id)
                } else if random.below(5) == 0 {
                    site.platform.renameIntegration(place.id, to: "Theirs \(random.below(100))")
                } else {
                    site.platform.setDefaultCompletion(random.below(2) == 0, of: place.id)
                }
            }
        }
        return theirs
    }
}
