import Delivery
import DeliveryTesting
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing

@Suite struct DeliveryTests {
    @Test("courses are delivered, and each has its outcome")
    func courses() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            var nowhere = LearningObject.sample("3")
            nowhere.launchURL = ""
            let outcome = try await site.deliver(
                .courses, site.courses(1...2) + [site.client.item(for: nowhere)], to: destination)
            let made = site.platform.courses(of: destination.id)
            #expect(made.map(\.externalID) == ["1", "2"])
            #expect(made.map(\.language) == ["de", "de"])
            #expect(outcome.end == .completed)
            #expect(
                outcome.results == [
                    "1": .accepted(resource: made[0].id), "2": .accepted(resource: made[1].id),
                    "3": .refused(reason: "launchUrl is \"\"; a string of at least 1 character was expected"),
                ])
        }
    }

    @Test("courses are archived, and what the platform does not know is refused alone")
    func archived() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            _ = try await site.deliver(.courses, site.courses(1...3), to: destination)
            let outcome = try await site.deliver(
                .archive, ["1", "3", "7"].map { site.client.item(archiving: $0) }, to: destination)
            let courses = site.platform.courses(of: destination.id)
            #expect(courses.map(\.isArchived) == [true, false, true])
            #expect(
                outcome.results == [
                    "1": .accepted(resource: courses[0].id), "3": .accepted(resource: courses[2].id),
                    "7": .refused(reason: "There is no course \"7\" in this integration"),
                ])
        }
    }

    @Test("statistics become attempts; the outcome tells two of one learner and course apart")
    func statistics() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let delivered = try await site.deliver(.courses, site.courses(1...1), to: destination)
            guard case .accepted(let course)? = delivered.results["1"] else {
                Issue.record("the course was not accepted")
                return
            }
            let items = [
                ("Learner-1@acme.example", 0.0, 100), ("learner-1@acme.example", 2, 50),
                ("nobody@acme.example", 0, 50),
            ].map { mail, day, progress in
                let first = Date(timeIntervalSince1970: 1_767_225_600 + day * 86_400)
                return site.client.item(
                    for: LearnerStatistic(
                        externalID: "1", mail: mail, firstActivity: first,
                        lastActivity: first.addingTimeInterval(3_600), progress: progress))
            }
            let outcome = try await site.deliver(.statistics, items, to: destination)
            let attempts = site.platform.attempts(course: course, mail: "learner-1@acme.example")
            #expect(attempts.map(\.progress) == [100, 50])
            #expect(attempts.map(\.completedAt) == [attempts[0].lastActivityAt, nil])
            #expect(
                items.map { outcome.results[$0.key] } == [
                    .accepted(resource: attempts[0].id), .accepted(resource: attempts[1].id),
                    .refused(reason: "User not found"),
                ])
        }
    }

    @Test("an archived course is restored by one call, or by two where its id is not known, or no longer")
    func restored() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            _ = try await site.deliver(
                .courses, ["1", "2 a/ü", "3"].map { site.client.item(for: .sample($0)) }, to: destination)
            let courses = site.platform.courses(of: destination.id)
            _ = try await site.deliver(
                .archive, courses.map { site.client.item(archiving: $0.externalID) }, to: destination)
            site.platform.clearRequests()
            let stale = "ffffffffffffffffffffffff"
            let results = [
                try await site.client.restore("1", resource: courses[0].id, in: destination),
                try await site.client.restore("2 a/ü", resource: nil, in: destination),
                try await site.client.restore("3", resource: stale, in: destination),
            ]
            #expect(results == courses.map { .accepted(resource: $0.id) })
            #expect(site.platform.courses(of: destination.id).map(\.isArchived) == [false, false, false])
            #expect(
                site.log == [
                    "PUT courses/\(courses[0].id)/archive 200",
                    "GET integrations/\(destination.id)/courses/2%20a%2F%C3%BC 200",
                    "PUT courses/\(courses[1].id)/archive 200", "PUT courses/\(stale)/archive 404",
                    "GET integrations/\(destination.id)/courses/3 200",
                    "PUT courses/\(courses[2].id)/archive 200",
                ])
            #expect(
                try await site.client.restore("9", resource: nil, in: destination)
                    == nil)
        }
    }

    @Test("never more than three operations at once, nor ten writes and fifty reads in a second")
    func limits() async throws {
        try await DeliverySite.with(options: { $0.itemsPerSecond = 2 }) { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let ended = try await withThrowingTaskGroup(of: BatchOutcome.End.self) { group in
                for number in 1...8 {
                    let items = site.courses(number * 10...number * 10 + 5)
                    group.addTask { try await site.deliver(.courses, items, to: destination).end }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ended == Array(repeating: .completed, count: 8))
            let courses = site.platform.courses(of: destination.id)
            #expect(courses.count == 48)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for course in courses {
                    group.addTask {
                        _ = try await site.client.restore(
                            course.externalID, resource: course.id, in: destination)
                        _ = try await site.client.user("learner-1@acme.example")
                    }
                }
                try await group.waitForAll()
            }
            #expect(site.platform.operationPeak == 3)
            #expect(site.platform.writePeak <= 9)
            #expect(site.platform.readPeak <= 45)
            #expect(!site.platform.requests.contains { $0.status == 429 })
        }
    }

    @Test("tags are made when missing, once, whatever their case, and put beside those of people")
    func tags() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            _ = try await site.deliver(.courses, site.courses(1...2), to: destination)
            let courses = site.platform.courses(of: destination.id)
            let mine = site.platform.addTag("Mine")
            let sales = site.platform.addTag("sales")
            site.platform.addTag(mine.id, to: courses[0].id)
            site.platform.clearRequests()
            let first = try await site.client.tag(
                "1", resource: courses[0].id, in: destination, with: [" Sales", "Law", "LAW ", ""],
                owned: [])
            let law = try #require(site.platform.tags.last)
            #expect(law.name == "Law")
            #expect(
                first
                    == .tagged(resource: courses[0].id, owned: [sales.id, law.id], leftOut: []))
            #expect(
                site.platform.courses(of: destination.id)[0].tags == [mine.id, sales.id, law.id])
            let again = try await site.client.tag(
                "1", resource: courses[0].id, in: destination, with: ["Sales", "Law"],
                owned: [sales.id, law.id])
            #expect(again == first)
            let other = try await site.client.tag(
                "2", resource: courses[1].id, in: destination, with: ["Law"], owned: [])
            #expect(other == .tagged(resource: courses[1].id, owned: [law.id], leftOut: []))
            let off = try await site.client.tag(
                "1", resource: courses[0].id, in: destination, with: [], owned: [sales.id, law.id])
            #expect(off == .tagged(resource: courses[0].id, owned: [], leftOut: []))
            #expect(site.platform.courses(of: destination.id).map(\.tags) == [[mine.id], [law.id]])
            let read = courses.map { "GET courses/\($0.id)/tags 200" }
            let written = courses.map { "PUT courses/\($0.id)/tags 200" }
            #expect(
                site.log == [
                    "GET tags 200", "POST tags 201", read[0], written[0], read[0], read[1], written[1],
                    read[0], written[0],
                ])
        }
    }

    @Test("a tag that somebody made in between is found")
    func tagRace() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            _ = try await site.deliver(.courses, site.courses(1...1), to: destination)
            _ = try await site.client.tag("1", resource: nil, in: destination, with: [], owned: [])
            let made = site.platform.addTag("Sales")
            let result = try await site.client.tag(
                "1", resource: nil, in: destination, with: ["Sales"], owned: [])
            let course = try #require(site.platform.courses(of: destination.id).first)
            #expect(result == .tagged(resource: course.id, owned: [made.id], leftOut: []))
        }
    }

    @Test("a list of several pages is read to its end")
    func paging() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            _ = try await site.deliver(.courses, site.courses(1...1), to: destination)
            for number in 1...5_001 { site.platform.addTag("Tag \(number)") }
            let last = try #require(site.platform.tags.last)
            let course = try #require(site.platform.courses(of: destination.id).first)
            let result = try await site.client.tag(
                "1", resource: course.id, in: destination, with: ["tag 5001"], owned: [])
            #expect(result == .tagged(resource: course.id, owned: [last.id], leftOut: []))
            #expect(site.platform.tags.count == 5_001)
            #expect(site.log.count { $0 == "GET tags 200" } == 2)
        }
    }
}
