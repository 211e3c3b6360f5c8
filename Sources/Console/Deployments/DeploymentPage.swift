import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

/// A provider in a group, in tabs.
struct DeploymentPage: Sendable {
    enum Tab: String, Sendable, CaseIterable {
        case overview, configuration, languages, types, activity
    }

    let context: PageContext
    let group: GroupConfiguration
    let provider: any Provider
    /// Nil if the provider is not set up in the group; only the configuration can be shown then.
    let deployment: DeploymentConfiguration?

    let descriptor: ProviderDescriptor
    var words: Reader { context.words }
    var here: String { Address.deployment(group.id, descriptor.id) }

    /// - Throws: ``Problem`` if there is no such group or provider, or a viewer asks for one that is not set up.
    init(_ context: PageContext) throws {
        self.context = context
        group = try context.caller.group(context["group"])
        provider = try context.caller.provider(context["provider"])
        descriptor = context.words.translated(provider.descriptor)
        deployment = group.deployment(of: provider.descriptor.id)
        guard deployment != nil || context.mayChange else {
            throw Problem.notFound("\(provider.descriptor.id) is not deployed in \(group.name)")
        }
    }

    func address(_ tab: Tab) -> String {
        switch tab {
        case .overview: here
        case .configuration: "\(here)/settings"
        case .languages, .types, .activity: "\(here)/\(tab.rawValue)"
        }
    }

    /// The deployment.
    ///
    /// - Throws: ``Problem`` if the provider is not set up in the group.
    func deployed() throws(Problem) -> DeploymentConfiguration {
        guard let deployment else {
            throw .notFound("\(descriptor.id) is not deployed in \(group.name)")
        }
        return deployment
    }

    /// A tab with what surrounds it.
    func page(
        _ tab: Tab, _ fields: [(String, JSONValue)], status: HTTPTypes.HTTPResponse.Status = .ok
    ) async throws -> ConsolePage {
        let tabs = Tab.allCases.filter { deployment != nil || $0 == .configuration }.map {
            JSONValue.record([
                ("label", .text(words("tab.\($0.rawValue)"))), ("address", .text(address($0))),
                ("isHere", .boolean($0 == tab)),
            ])
        }
        var common: [(String, JSONValue)] = [
            ("group", .text(group.name)), ("courses", .text(group.coursesAddress)),
            ("file", .text(group.shownFile)), ("providerName", .text(descriptor.displayName)),
            ("here", .text(here)), ("action", .text(address(tab))), ("tabs", .list(tabs)),
            ("isDeployed", .boolean(deployment != nil)),
            ("configuration", .text(address(.configuration))),
        ]
        if let deployment {
            let state = try await DeploymentStates(context).record(deployment)
            common += [("state", .object(state)), ("connection", ConnectionState.record(state))]
            common += words.filters(of: deployment)
        }
        return ConsolePage(
            "deployment-\(tab.rawValue)",
            words(
                "deployment.in",
                ["providerName": .text(descriptor.displayName), "group": .text(group.name)]),
            in: .overview, common + fields, status: status)
    }

    /// The filters that the last change replaced, if it can be undone.
    func undo() async throws -> [(String, JSONValue)] {
        guard context.mayChange else { return [] }
        let former = try await context.call("getFiltersBefore")
        return former["filters"] == .null ? [] : [("undo", .record([("until", former["until"])]))]
    }
}
