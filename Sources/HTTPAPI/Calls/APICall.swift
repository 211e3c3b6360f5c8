import ConfigurationFiles
import ConnectorKit
import Host
import Model
import Store

/// A call of an operation, after its token, path, query and body were checked.
struct APICall: Sendable {
    let caller: Caller
    /// The id of the operation.
    var operation = ""
    /// The path of the call, as the audit trail names what is changed.
    var subject = ""
    /// The values for the names in braces of the operation's path.
    let path: [String: String]
    /// The values of each name in the query.
    let query: [String: [String]]
    let body: JSONValue?
    /// What to push, if it is not in the body.
    var rows: [PushRow]?

    var host: HostRuntime { caller.host }
    var live: LiveHost { caller.live }
    var token: APIToken { caller.token }

    /// A part of the path.
    subscript(_ name: String) -> String { path[name] ?? "" }

    func flag(_ name: String) -> Bool { query[name]?.first == "true" }

    /// The group of the path.
    ///
    /// - Throws: ``Problem`` if there is none, or the token does not cover it.
    func group() throws(Problem) -> GroupConfiguration { try caller.group(self["group"]) }

    /// The deployment of the path.
    func deployment() throws(Problem) -> (group: GroupConfiguration, deployment: DeploymentConfiguration) {
        let group = try group()
        let provider = self["provider"]
        guard let deployment = group.deployments.first(where: { $0.provider == provider }) else {
            throw .notFound("\(provider) is not deployed in \(group.name)")
        }
        return (group, deployment)
    }

    /// A run, with those of its groups that the token covers.
    func record(_ run: Run, kept: Bool = true) -> Record {
        Record(run, kept: kept).limiting("groups", to: token)
    }

    /// - Throws: ``Problem`` if the token is limited to groups.
    func requireWhole() throws(Problem) {
        guard token.groups.isEmpty else {
            throw .forbidden("this token is limited to groups, and this concerns all of them")
        }
    }
}

extension Record {
    /// The record with those groups of a list of ids that the token covers.
    func limiting(_ key: String, to token: APIToken) -> Record {
        guard !token.groups.isEmpty else { return self }
        return Record(
            members.map { member in
                guard member.name == key, let ids = member.value.list else {
                    return (member.name, member.value)
                }
                return (member.name, .list(ids.filter { token.covers(group: $0.plain) }))
            })
    }

    /// A course of any group; names the group only if the token covers it.
    init(_ course: Course, for token: APIToken) {
        let record = Record(course)
        guard !token.covers(group: course.group) else {
            self = record
            return
        }
        self.init(record.members.map { ($0.name, $0.name == "group" ? .null : $0.value) })
    }
}
