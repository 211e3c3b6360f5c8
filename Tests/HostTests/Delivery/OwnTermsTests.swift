import Delivery
import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Store
import Testing

/// How what is delivered follows from the project's own terms.
@Suite struct OwnTermsTests {
    @Test("a deployment that says nothing of its integration gets one by the provider's name, with defaults")
    func defaultPlan() {
        let deployment = DeploymentConfiguration(
            group: "g", provider: "acme", settings: Settings(texts: [:]), schedule: .init())
        #expect(
            DestinationPlan(deployment, providerName: "Acme", admin: "a@acme.example", names: .production)
                == DestinationPlan(name: "Acme by Tributary", group: "g", admin: "a@acme.example"))
    }

    @Test("what a deployment says of its integration is what the plan asks for")
    func writtenPlan() {
        var deployment = DeploymentConfiguration(
            group: "g", provider: "acme", settings: Settings(texts: [:]), schedule: .init())
        deployment.integration = .init(
            name: "Ours", logo: "https://acme.example/l.png", defaultProgress: 5, defaultCompletion: true,
            subgroups: false)
        #expect(
            DestinationPlan(deployment, providerName: "Acme", admin: "a@acme.example", names: .production)
                == DestinationPlan(
                    name: "Ours", group: "g", admin: "a@acme.example", logo: "https://acme.example/l.png",
                    defaultProgress: 5, defaultCompletion: true, subgroups: false))
    }

    @Test(
        "an enrolment is one statistic, with the time of its course where that is known",
        arguments: [
            (Enrolment.Status.completed, true, 1, 100, true, 60_000),
            (.completed, false, nil, 100, false, nil), (.inProgress, nil, 30, 50, nil, 600_000),
        ] as [(Enrolment.Status, Bool?, Int?, Int, Bool?, Int?)])
    func statistic(
        _ status: Enrolment.Status, _ passed: Bool?, _ minutes: Int?, _ progress: Int,
        _ result: Bool?, _ time: Int?
    ) throws {
        let first = Date(timeIntervalSince1970: 1_767_225_600)
        let last = first.addingTimeInterval(600)
        let statistic = try #require(
            Statistic(
                KeptEnrolment(
                    id: "7", status: status, createdAt: first, updatedAt: last, passed: passed,
                    duration: minutes)))
        #expect(
            LearnerStatistic(statistic, of: "17", mail: "a@acme.example")
                == LearnerStatistic(
                    externalID: "17", mail: "a@acme.example", firstActivity: first, lastActivity: last,
                    progress: progress, passed: result, timeSpent: time))
    }
}
