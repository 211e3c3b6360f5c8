import ConfigurationFiles
import Model
import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Testing

@Suite struct FilterChangeTests {
    private static let provider = ScriptedProvider { _, _ throws(Failure) in
        ScriptedProvider.page([1, 2, 3, 4], total: 4)
    }

    @Test("Changed files are applied when the host opens, and a preview says before what they will do")
    func reopened() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        _ = try await fixture.sync()
        let french = Filters(languages: [LanguageTag("fr")].compactMap(\.self))
        let deployment = try #require(fixture.host.configuration.group("even")?.deployments.first)
        let preview = try await fixture.host.catalog.preview(french, in: deployment)
        #expect(preview.archived == 2)
        #expect(preview.unarchived + preview.created == 2)
        #expect(try await fixture.active("even") == ["2", "4"])

        _ = try await HostFixture(Self.provider, folder: fixture.folder, filters: french)
        #expect(try await fixture.active("even") == ["1", "3"])
        _ = try await HostFixture(Self.provider, folder: fixture.folder, filters: Filters())
        #expect(try await fixture.active("even") == ["1", "2", "3", "4"])
    }

    @Test("A deployment that is switched off archives its courses, and they return when it is on again")
    func disabled() async throws {
        let fixture = try await HostFixture(Self.provider)
        defer { fixture.remove() }
        _ = try await fixture.sync()
        _ = try await HostFixture(Self.provider, folder: fixture.folder, enabled: false)
        #expect(try await fixture.active().isEmpty)
        let course = try await fixture.host.store.course(externalID: "1", provider: "demo", group: "all")
        #expect(course?.reasons == .disabled)
        _ = try await HostFixture(Self.provider, folder: fixture.folder)
        #expect(try await fixture.active() == ["1", "2", "3", "4"])
    }
}
