import HTTPTypes
import Model
import Runtime
package import ConfigurationFiles
package import ConnectorKit
package import Host

/// The holder of a token, and what the token gives access to.
package struct Caller: Sendable {
    /// The host as it is configured now.
    package let host: HostRuntime
    package let live: LiveHost
    package let token: APIToken

    package init(_ live: LiveHost, token: APIToken) {
        host = live.current
        self.live = live
        self.token = token
    }

    /// The groups that the token covers.
    package var groups: [GroupConfiguration] {
        host.configuration.groups.filter { token.covers(group: $0.id) }
    }

    /// - Throws: ``Problem`` if there is no such group, or the token does not cover it.
    package func group(_ id: String) throws(Problem) -> GroupConfiguration {
        guard let group = host.configuration.group(id), token.covers(group: id) else {
            throw .notFound("there is no group \"\(id)\"")
        }
        return group
    }

    /// - Throws: ``Problem`` if the token's role may not change anything.
    package func requireAdmin() throws(Problem) {
        guard token.role == .admin else { throw .forbidden("this token may not change anything") }
    }

    /// - Throws: ``Problem`` if it is not built in.
    package func provider(_ id: String) throws(Problem) -> any Provider {
        guard let provider = host.registry[id] else {
            throw .notFound("no provider \"\(id)\" is built in")
        }
        return provider
    }
}
