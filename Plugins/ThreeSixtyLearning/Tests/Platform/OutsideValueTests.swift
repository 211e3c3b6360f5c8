import ConnectorKit
import DeliveryTesting
import Foundation
import TestSupport
import ThreeSixtyLearningSimulator
import Testing
import Transport

@testable import ThreeSixtyLearning

/// Every member of every answer may hold anything: what comes of it is a value or a failure in words.
@Suite struct OutsideValueTests {
    @Test("whatever stands in an answer of 360Learning, there is a result or a sentence")
    func answers() async throws {
        try await DeliverySite.with { site in
            _ = try await site.client.prepare(DeliverySite.plan)
            let options = LMSPlatform.Options()
            let settings = Settings(
                texts: ["url": site.url, "client_id": options.clientID],
                secrets: ["client_secret": Secret(options.clientSecret)])
            let connection = Connection(settings: settings, client: CurlClient())
            let tokens = TokenCache { () async throws(Failure) in
                try await ThreeSixtyLearningPlatform().accessToken(connection)
            }
            let plain = AuthorizedClient(CurlClient(), tokens: tokens)
            func ask(_ client: TamperingClient) async throws(Failure) {
                try await Self.ask(
                    ThreeSixtyLearningClient(
                        Connection(settings: settings, client: client), clock: site.clock,
                        retryPolicy: OperationRetryPolicy()))
            }
            let intact = TamperingClient(plain)
            try await ask(intact)
            #expect(intact.places.count > 20)
            for place in intact.places {
                for value in OutsideValue.all {
                    do throws(Failure) { try await ask(TamperingClient(plain, place, value)) } catch {
                        #expect(!error.message.isEmpty, "\(place.steps) = \(value)")
                    }
                }
            }
        }
    }

    private static func ask(_ client: ThreeSixtyLearningClient) async throws(Failure) {
        let destination = try await client.prepare(DeliverySite.plan, known: nil)
        let operation = try await client.submit(
            .courses, [client.item(for: .sample("1"))], to: destination)
        _ = try await client.outcome(of: operation)
        guard let reader = client.reader else { return }
        _ = try await reader.differences(of: destination, from: DeliverySite.plan)
        let held = try await reader.courses(in: destination, group: DeliverySite.plan.group, page: nil)
        for course in held.elements { _ = try await reader.tags(of: course.resource) }
        _ = try await client.tag("1", resource: nil, in: destination, with: ["a"], owned: [])
    }
}
