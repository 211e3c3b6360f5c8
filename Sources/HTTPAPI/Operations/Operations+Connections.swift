import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Runtime
import Store
import Sync

extension Operation {
    private static let typed = Shape.object([
        .init(
            "settings", .map(.nullable(.text())),
            "By name; null stands for the default. Values are literal, and are kept nowhere.")
    ])

    static let connections: [Operation] = [
        .change(
            .post, "/providers/{provider}/test", "testConnection",
            "Try settings of a provider before anything is written: what works, and what there is.",
            body: typed, answer: .named("ConnectionTest"), problems: [.unprocessableContent]
        ) {
            try $0.test(over: nil)
        } answering: {
            .object(Record($1))
        },
        .change(
            .post, "/groups/{group}/providers/{provider}/test", "testDeployment",
            "Try the settings of a deployment with changes that are not saved.", body: typed,
            answer: .named("ConnectionTest"), problems: [.unprocessableContent]
        ) {
            try $0.test(over: try $0.deployment().deployment.settings)
        } answering: {
            .object(Record($1))
        },
        Operation(
            method: .get, path: "/groups/{group}/providers/{provider}/content", id: "countContent",
            summary:
                "What the provider offers, by language, content type and the words of its vocabularies, whatever the filters say.",
            role: .viewer, status: .ok, answer: .named("Content")
        ) { call in
            let (_, deployment) = try call.deployment()
            let vocabularies = try call.caller.provider(deployment.provider).descriptor.filters.others
            guard let stored = try await call.host.context.stored(deployment) else {
                return .object(Record(ContentCounts(), vocabularies))
            }
            let content = try await call.host.store.content(
                of: stored.connection, by: Set(vocabularies.map(\.field)))
            return .object(Record(content, vocabularies))
        },
    ]
}

extension APICall {
    /// A test, which changes nothing and is noted all the same: credentials go out to an address that somebody typed.
    ///
    /// - Parameter held: the settings that hold where the body says nothing.
    fileprivate func test(over held: Settings?) throws(Problem) -> Change<ConnectionTest> {
        let provider = try caller.provider(self["provider"])
        let typed = TypedSettings(
            body?["settings"]?.members?.mapValues(\.text) ?? [:], of: provider, over: held,
            network: host.configuration.host.network)
        let settings: Settings
        do throws(ConfigurationMistakes) { settings = try typed.checked() } catch {
            throw Problem(error.diagnostics)
        }
        let connection = ConfiguredConnection(provider: provider, settings: settings)
        let sent = sentWithoutSecrets
        return Change(self, after: { _ in sent }) { await $0.catalog.test(connection) }
    }
}
