import ConfigurationFiles
import ConnectorKit
import Delivery
import DeliveryTesting
import Foundation
import Host
import Model
import Runtime
import Store
import Testing
import ThreeSixtyLearningSimulator

/// Test and production on one platform.
@Suite struct TestEnvironmentTests {
    @Test(
        "for a week test and production live side by side: no request of one names an object of the other",
        arguments: [true, false])
    func week(_ isTestFirst: Bool) async throws {
        try await DeliverySite.with(options: { $0.keepsBodies = true }) { site async throws in
            let portal = StatsPortal.with(items: 6)
            let production = try await DeliveryHost(site, portal)
            let test = try await DeliveryHost(site, portal, environment: .test)
            defer {
                production.remove()
                test.remove()
            }
            let hosts = isTestFirst ? [test, production] : [production, test]
            var sent: [[LoggedRequest]] = [[], []]
            for day in 1...7 {
                portal.change { contents in
                    contents.items.append(6 + day)
                    if day > 4 { contents.items.removeFirst() }
                    contents.longer = [day]
                }
                portal.enrol(
                    enrolment("e\(day)", day, "a1", Double(day * 24), Double(day * 24 + 1), .completed),
                    enrolment("f\(day)", 6, "a\(day)", Double(day * 24), Double(day * 24 + 2)))
                for (index, home) in hosts.enumerated() {
                    site.platform.clearRequests()
                    try await home.sync()
                    // The two differ in what people do in them.
                    try await home.tag("\(day + index)", "Law", "Day \(day)")
                    if day == 3 + index { try await home.archive("6") }
                    if day == 5 + index { try await home.archive("6", false) }
                    let report = try await home.deliver(over: site.another())
                    #expect(report.outcome == .done, "\(report.error ?? "")")
                    sent[index] += site.platform.requests
                }
            }
            let objects = hosts.map { home in
                let ending = home.host.context.isProduction ? "by Tributary" : "by Tributary (test)"
                let place = site.platform.integrations.first { $0.externalPlatform.hasSuffix(ending) }
                let courses = place.map { site.platform.courses(of: $0.id) } ?? []
                let tags = site.platform.tags.filter {
                    $0.name.hasSuffix(" (test)") != home.host.context.isProduction
                }
                return (place.map { [$0.id] } ?? []) + courses.map(\.id) + tags.map(\.id)
            }
            for index in hosts.indices {
                #expect(objects[index].count == 1 + 13 + 8)
                #expect(sent[index].count { $0.method != "GET" } > 20)
                for request in sent[index] {
                    let text =
                        "\(request.path) \(request.query) \(String(decoding: request.body, as: UTF8.self))"
                    let foreign = objects[1 - index].filter { text.contains($0) }
                    #expect(foreign == [], "\(request.method) \(text)")
                }
            }
            let names = site.platform.integrations.dropFirst().map(\.externalPlatform).sorted()
            #expect(names.count == 2)
            #expect(names[1] == "\(names[0]) (test)")
        }
    }

    @Test("the reserved name that test runs into is refused with a name for the file")
    func reserved() async throws {
        try await DeliverySite.with(options: { $0.reservedNames.append("Ours (test)") }) {
            site async throws in
            let home = try await DeliveryHost(site, .with(items: 1), name: "Ours", environment: .test)
            defer { home.remove() }
            try await home.sync()
            #expect(
                try await home.deliver().error
                    == "360Learning keeps the name \"Ours (test)\" for a connector of its own; set "
                    + "integration.name to another one, such as \"Ours by Tributary\"; 1 still to be sent; the "
                    + "next delivery goes on")
        }
    }

    @Test("tags for which a course has no room are a remark of the run, which is done")
    func tooManyTags() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            let course = try #require(home.courses.first)
            for number in 1...98 {
                site.platform.addTag(site.platform.addTag("There \(number)").id, to: course.id)
            }
            try await home.tag("1", "A", "B", "C", "D")
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(report.error == nil)
            #expect(report.tagged == 1)
            #expect(report.refused == 0)
            #expect(report.remarks == 1)
            #expect(
                try await home.host.store.skippedItems(of: report.id).map(\.reason) == [
                    "the platform has no room for its tags C, D"
                ])
            #expect(home.courses.first?.tags.count == 100)
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }
}
