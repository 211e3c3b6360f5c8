import ConnectorKit
import Foundation
import SimulatorSupport
import TestSupport
import Testing
import Transport
import UdemyBusinessSimulator

@testable import UdemyBusiness

@Suite("What the account refuses")
struct RefusalTests {
    private let provider = UdemyBusinessProvider()

    @Test("Wrong credentials are told from a missing permission, for courses and for reports")
    func verify() async throws {
        var options = SimulatedSite.Options()
        options.items = 5
        options.mayReadReports = false
        try await Self.with(options) { site, connection in
            try await provider.verify(.catalog, of: connection)
            let reports =
                "GET \(site.url)/api-2.0/organizations/116724/analytics/user-course-activity/, page 1"
            await #expect(
                throws: Failure.credentials(
                    "\(reports): HTTP 403, \"You do not have permission to perform this action.\"; "
                        + "needed is an API client that may read the reports of this account")
            ) { try await provider.verify(.stats, of: connection) }
            let courses = "GET \(site.url)/api-2.0/organizations/116724/courses/list/, page 1"
            await #expect(
                throws: Failure.credentials(
                    "\(courses): HTTP 401, \"The client id and secret are not those of an API client.\"; "
                        + "client_id and client_secret must be those of one API client")
            ) { try await provider.verify(.catalog, of: Self.connection(site, ["client_id": "another"])) }
            let other = "GET \(site.url)/api-2.0/organizations/5/courses/list/, page 1"
            await #expect(
                throws: Failure.credentials(
                    "\(other): HTTP 403, \"You do not have permission to perform this action.\"; "
                        + "needed is an API client that may list the courses of this account")
            ) { try await provider.verify(.catalog, of: Self.connection(site, ["account_id": "5"])) }
        }
    }

    @Test("A page that is gone, and a checkpoint of somebody else, begin the listing again")
    func checkpoints() async throws {
        var options = SimulatedSite.Options()
        options.items = 45
        options.enrolments = 40
        try await Self.with(options) { site, connection in
            let gone = Checkpoint(of: PagePaging(first: 9)).text
            for text in ["", "0", "2", "x {}", gone] {
                let answer = try await provider.page(PageRequest(after: Checkpoint(text)), of: connection)
                guard case .checkpointRefused = answer else { throw Failure.fatal("\(text) was taken") }
            }
            for text in ["", "all 2026-01-02 2", gone] {
                let request = EnrolmentRequest(after: Checkpoint(text)) { [] }
                let answer = try await provider.enrolments(request, of: connection)
                guard case .checkpointRefused = answer else { throw Failure.fatal("\(text) was taken") }
            }
            let answer = try await provider.enrolments(
                EnrolmentRequest(since: Checkpoint("the day before")) { [] }, of: connection)
            guard case .checkpointRefused = answer else { throw Failure.fatal("the mark was taken") }
        }
    }

    @Test("A report that ends before its rows do is no report")
    func early() async throws {
        var options = SimulatedSite.Options()
        options.items = 45
        options.enrolments = 40
        options.faults = [FaultRule(.empty, .page(1))]
        try await Self.with(options) { site, connection in
            let reports =
                "GET \(site.url)/api-2.0/organizations/116724/analytics/user-course-activity/, page 1"
            await #expect(throws: Failure.contract("\(reports): the report ends before its 40 rows")) {
                try await provider.enrolments(EnrolmentRequest { [] }, of: connection)
            }
        }
    }

    private static func with(
        _ options: SimulatedSite.Options,
        _ body: @escaping @Sendable (RunningSimulator, Connection) async throws -> Void
    ) async throws {
        try await served(by: { try await SimulatedSite(options).serve(ready: $0) }) { site in
            try await body(site, connection(site))
        }
    }

    private static func connection(_ site: RunningSimulator, _ settings: [String: String] = [:]) -> Connection
    {
        var texts = Dictionary(uniqueKeysWithValues: site.settings.map { ($0.name, $0.value) })
        let secret = texts.removeValue(forKey: "client_secret") ?? ""
        return Connection(
            settings: Settings(
                texts: texts.merging(settings) { $1 }, secrets: ["client_secret": Secret(secret)]),
            client: CurlClient())
    }
}
