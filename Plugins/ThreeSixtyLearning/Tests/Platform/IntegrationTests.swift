import Delivery
import ConnectorKit
import Foundation
import DeliveryTesting
@testable import ThreeSixtyLearning
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing

@Suite struct IntegrationTests {
    @Test("an integration is created once, with all that the plan asks for, and found from then on")
    func created() async throws {
        try await DeliverySite.with { site async throws in
            let first = try await site.client.prepare(DeliverySite.plan)
            let second = try await site.client.prepare(DeliverySite.plan)
            #expect(first == second)
            let made = try #require(site.platform.integrations.last)
            #expect(site.platform.integrations.count == 2)
            #expect(made.id == first.id)
            #expect(made.externalPlatform == "Acme by Tributary")
            #expect(made.groupID == Group.sales.id)
            #expect(made.authorID == User.admin.id)
            #expect(made.logo == "https://acme.example/logo.png")
            #expect(made.defaultProgress == 0)
            #expect(made.defaultCompletion == false)
            #expect(made.noGroupPropagation == false)
            #expect(
                site.log == [
                    "GET users 200", "GET integrations 200", "POST integrations 201", "GET users 200",
                    "GET integrations 200",
                ])
        }
    }

    @Test("groups are listed with their names, for a person to choose from")
    func listedGroups() async throws {
        try await DeliverySite.with { site async throws in
            let groups = try await site.client.groups()
            #expect(groups.map(\.name) == ["Acme", "Sales Academy", "Engineering"])
            #expect(groups.map(\.id).contains(Group.sales.id))
            #expect(site.log == ["GET groups 200"])
        }
    }

    @Test("what the plan asks for anew is changed in place")
    func changed() async throws {
        try await DeliverySite.with { site async throws in
            let first = try await site.client.prepare(DeliverySite.plan)
            var plan = DeliverySite.plan
            plan.admin = User.owner.mail
            plan.logo = nil
            plan.defaultProgress = 50
            plan.subgroups = false
            #expect(try await site.client.prepare(plan) == first)
            let made = try #require(site.platform.integrations.last)
            #expect(made.authorID == User.owner.id)
            #expect(made.defaultProgress == 50)
            #expect(made.noGroupPropagation == true)
            #expect(made.logo == "https://acme.example/logo.png")
            #expect(site.log.suffix(1) == ["PATCH integrations/\(first.id) 200"])
        }
    }

    @Test("the same name in another group is another integration")
    func groups() async throws {
        try await DeliverySite.with { site async throws in
            let first = try await site.client.prepare(DeliverySite.plan)
            var plan = DeliverySite.plan
            plan.group = Group.engineering.id
            let second = try await site.client.prepare(plan)
            #expect(first != second)
            #expect(try await site.client.prepare(DeliverySite.plan) == first)
        }
    }

    @Test("an integration whose answer was lost is found, not doubled")
    func lost() async throws {
        try await DeliverySite.with { site async throws in
            try site.strike("lost@page3")
            let destination = try await site.client.prepare(DeliverySite.plan)
            #expect(site.platform.integrations.map(\.id).suffix(1) == [destination.id])
            #expect(site.platform.integrations.count == 2)
        }
    }

    @Test(
        "what a plan cannot have is told in terms of the files",
        arguments: [
            (
                "Go1", Group.sales.id, User.admin.mail,
                "360Learning keeps the name \"Go1\" for a connector of its own; set integration.name to "
                    + "another one, such as \"Go1 by Tributary\""
            ),
            (
                "Acme", "ffffffffffffffffffffffff", User.admin.mail,
                "360Learning has no group ffffffffffffffffffffffff; group: is the id in the address of "
                    + "the group's page"
            ),
            (
                "Acme", Group.sales.id, "nobody@acme.example",
                "360Learning has no user with the e-mail address nobody@acme.example; admin: is to be a "
                    + "platform administrator or the owner"
            ),
        ])
    func refused(_ name: String, _ group: String, _ admin: String, _ message: String) async throws {
        try await DeliverySite.with { site async throws in
            let plan = DestinationPlan(name: name, group: group, admin: admin)
            _ = await #expect(throws: Failure.configuration(message)) {
                try await site.client.prepare(plan)
            }
        }
    }

    @Test("a platform that is full says so")
    func full() async throws {
        try await DeliverySite.with(options: { $0.mostIntegrations = 1 }) { site async throws in
            _ = await #expect(
                throws: Failure.configuration(
                    "the platform takes no further integration; delete one that is no longer used, "
                        + "or ask 360Learning for more")
            ) {
                try await site.client.prepare(DeliverySite.plan)
            }
        }
    }

    @Test(
        "the connector admin is a platform administrator or the owner",
        arguments: [
            (User.admin.mail, nil), ("OWNER@acme.example", nil),
            (
                User.groupAdmin.mail,
                "group-admin@acme.example is neither an administrator nor the owner of the 360Learning "
                    + "platform; admin: is to be one of them"
            ),
            (
                User.learner(1).mail,
                "learner-1@acme.example is neither an administrator nor the owner of the 360Learning "
                    + "platform; admin: is to be one of them"
            ),
        ] as [(String, String?)])
    func rights(_ mail: String, _ message: String?) async throws {
        try await DeliverySite.with { site async throws in
            do throws(Failure) {
                try await site.client.verify(group: Group.sales.id, admin: mail)
                #expect(message == nil)
            } catch {
                #expect(error == message.map { .configuration($0) })
            }
        }
    }

    @Test("a deleted user is nobody")
    func deleted() async throws {
        try await DeliverySite.with { site async throws in
            site.platform.deleteUser(User.learner(2).id)
            #expect(try await site.client.user("learner-2@acme.example") == nil)
            #expect(try await site.client.user("LEARNER-1@acme.example")?.id == User.learner(1).id)
        }
    }
}

extension PlatformSession {
    /// The person with this e-mail address on a simulated 360Learning.
    func user(_ mail: String) async throws -> PlatformUser? {
        try await #require(client as? ThreeSixtyLearningClient).user(mail)
    }
}
