import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Store
import Testing

/// What the deliveries of a large customer cost, counted and measured at the platform.
@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil,
        "slow: set TRIBUTARY_SLOW_TESTS to run it"))
struct LargeRunTests {
    private static let courses = 100_000
    private static let learners = 1_000

    /// The writes of a delivery by what they are, and the reads beside them.
    private struct Calls: Equatable, CustomStringConvertible {
        var bulk = 0
        var restored = 0
        var others = 0
        var reads = 0
        /// Not taken, such as with a token that had just lapsed, and made again.
        var again = 0

        var description: String {
            "\(bulk) bulk operations, \(restored) unarchived one by one, \(others) other writes, \(reads) reads"
                + (again > 0 ? ", \(again) calls made again" : "")
        }

        init() {}

        init(_ site: DeliverySite) {
            for line in site.log {
                let parts = line.split(separator: " ")
                let (method, path) = (parts[0], parts[1])
                if !parts[2].hasPrefix("2") {
                    again += 1
                } else if method == "GET" {
                    reads += 1
                } else if path.hasPrefix("bulk/") {
                    bulk += 1
                } else if path.hasSuffix("/archive") {
                    restored += 1
                } else {
                    others += 1
                }
            }
        }
    }

    @Test(
        "100,000 courses, a day with 1 % changed, 30,000 archived and back, 50,000 statistics: as few writes as can be, within the company's limits"
    )
    func calls() async throws {
        // Operations are slow enough for three of them to be under way.
        let options = { @Sendable (options: inout LMSPlatform.Options) in
            options.learners = Self.learners
            options.itemsPerSecond = 25
            options.keepsBodies = PublishedDescription.isFound
        }
        try await DeliverySite.with(factor: 200, options: options) { site async throws in
            var home = try await DeliveryHost(site, .with(items: Self.courses))
            defer { home.remove() }
            home.portal.change { contents in
                contents.size = 10_000
                for number in 1...Self.learners {
                    contents.emails["a\(number)"] = User.learner(number).mail
                }
                // Three of ten are English.
                contents.languages = { $0 % 10 < 3 ? "en" : "fr" }
            }
            let first = try await delivery("first delivery of 100,000", least: "10", home)
            #expect(first.bulk == 10)
            #expect(first.restored == 0)

            home.portal.change { $0.longer = Set(stride(from: 1, through: Self.courses, by: 100)) }
            #expect(try await delivery("a day with 1 % changed", least: "1", home).bulk == 1)

            home = try await home.next(languages: ["fr"])
            #expect(try await delivery("30,000 archived", least: "30", home).bulk == 30)

            home = try await home.next()
            let back = try await delivery("30,000 back", least: "30,000", home)
            #expect(back.bulk == 0)
            #expect(back.restored == 30_000)

            home.portal.change { contents in
                contents.enrolments = (0..<50_000).map { number in
                    enrolment("e\(number)", number + 1, "a\(number % Self.learners + 1)", 1, 2, .completed)
                }
            }
            #expect(try await delivery("50,000 statistics", least: "5", home).bulk == 5)

            #expect(try await delivery("nothing", least: "0", home) == Calls())
            let platform = site.platform
            print(
                "at once: \(platform.operationPeak) operations; in a second: \(platform.writePeak) writes, "
                    + "\(platform.readPeak) reads")
            // How many meet depends on the machine; DeliveryTests shows that it may be three.
            #expect((1...3).contains(platform.operationPeak))
            #expect(platform.writePeak <= 10)
            #expect(platform.readPeak <= 50)
        }
    }

    /// - Parameter least: the writes without which it cannot be done.
    private func delivery(
        _ what: String, least: String, _ home: DeliveryHost
    ) async throws -> Calls {
        try await home.sync()
        home.site.platform.clearRequests()
        let report = try await home.deliver(over: home.site.another())
        #expect(report.outcome == .done, "\(what): \(report.error ?? "")")
        #expect(report.refused == 0)
        let calls = Calls(home.site)
        print("\(what): \(calls); the least possible are \(least) writes")
        try check(home.site.platform.requests)
        return calls
    }

    /// Holds the requests against the published description: of those that are alike, the first.
    private func check(_ log: [LoggedRequest]) throws {
        guard PublishedDescription.isFound else {
            return print(
                "TRIBUTARY_DESCRIPTIONS names no published descriptions: requests are not checked")
        }
        let description = try PublishedDescription()
        var alike: [String: Int] = [:]
        for request in log {
            let shape = request.method + request.path.replacing(/[0-9a-f]{24}/, with: "*")
            alike[shape, default: 0] += 1
            guard alike[shape, default: 0] <= 40 else { continue }
            #expect(try description.problems(request) == [], "\(request.method) \(request.path)")
        }
    }
}
