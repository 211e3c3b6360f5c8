import ConnectorKit
import Host
import Model
import Store
import Testing

@Suite struct ExplanationTests {
    private func explain(_ provider: ScriptedProvider, _ id: String, in group: String) async throws
        -> Explanation?
    {
        let fixture = try await HostFixture(provider)
        defer { fixture.remove() }
        _ = try await fixture.sync()
        let deployment = try #require(fixture.host.configuration.group(group)?.deployments.first)
        return try await fixture.host.explain(id, in: deployment)
    }

    private static let provider = ScriptedProvider { _, _ throws(Failure) in
        ScriptedProvider.page([1, 2], total: 2)
    }

    @Test("Every mapped field is named with its value, its source and its rule")
    func fields() async throws {
        let explanation = try #require(try await explain(Self.provider, "2", in: "all"))
        #expect(
            explanation.fields.map { "\($0.field) = \($0.value.plain) from \($0.source): \($0.rule)" } == [
                "externalId = 2 from id: the id", "name = Item 2 from title: the title",
                "description =  from text: cleaned HTML", "lang = en from lang: as it is",
                "providerType = course from type: as it is",
            ])
        #expect(explanation.verdict == "active")
        #expect(explanation.because == ["Demo offers it, and the group takes everything"])
    }

    @Test("A change of the mapping table is a change of the explanation and of the course")
    func followsTheTable() async throws {
        var changed = Self.provider
        changed.nameRule = FieldRule(.name, from: ["lang"], "shouted") { input, object throws(Failure) in
            object.name = try input.requiredText().uppercased()
        }
        let explanation = try #require(try await explain(changed, "2", in: "all"))
        let name = try #require(explanation.fields.first { $0.field == "name" })
        #expect(name.source == "lang")
        #expect(name.rule == "shouted")
        #expect(name.value == .text("EN"))
    }

    @Test("An item that a filter keeps out is explained with the filter's file and line")
    func filtered() async throws {
        let explanation = try #require(try await explain(Self.provider, "1", in: "even"))
        #expect(explanation.verdict == "not taken")
        #expect(explanation.because == ["its language is fr; languages takes en (providers/even.yaml:9)"])
    }

    @Test("An item nobody has listed has no explanation")
    func unknown() async throws {
        #expect(try await explain(Self.provider, "77", in: "all") == nil)
    }
}
