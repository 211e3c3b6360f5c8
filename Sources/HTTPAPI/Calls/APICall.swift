import Host
import Model
import Store

/// A call that was let in and whose parts were found right.
struct APICall: Sendable {
    /// The host as it is configured now.
    let host: HostRuntime
    let live: LiveHost
    let token: APIToken
    /// What stands in the place of the braces of the path.
    let path: [String: String]
    /// The values of each name in the query.
    let query: [String: [String]]
    let body: JSONBody?

    /// A part of the path; the router has seen to it that it is there.
    subscript(_ name: String) -> String { path[name] ?? "" }

    func flag(_ name: String) -> Bool { query[name]?.first == "true" }

    /// The group of the path, where the token covers it.
    ///
    /// - Throws: ``Problem`` as if there were none, for a token that must not know of it.
    func group() throws(Problem) -> GroupConfiguration { try group(self["group"]) }

    func group(_ id: String) throws(Problem) -> GroupConfiguration {
        guard let group = host.configuration.group(id), token.covers(group: id) else {
            throw .notFound("there is no group \"\(id)\"")
        }
        return group
    }

    /// The deployment of the path.
    func deployment() throws(Problem) -> (group: GroupConfiguration, deployment: DeploymentConfiguration) {
        let group = try group()
        let provider = self["provider"]
        guard let deployment = group.deployments.first(where: { $0.provider == provider }) else {
            throw .notFound("\(provider) is not deployed in \(group.name)")
        }
        return (group, deployment)
    }

    /// A run as the token may see it: of its groups only those it covers.
    func record(_ run: Run, kept: Bool = true) -> Record {
        Record(run, kept: kept).limiting("groups", to: token)
    }

    /// The groups the call is about: those of its token.
    var groups: [GroupConfiguration] { host.configuration.groups.filter { token.covers(group: $0.id) } }

    /// - Throws: ``Problem`` for a token that is limited to groups, where something of all is asked for.
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
            fields.map { field in
                guard field.key == key, case .list(let ids) = field.value else {
                    return (field.key, field.value)
                }
                return (field.key, .list(ids.filter { token.covers(group: $0.plain) }))
            })
    }

    /// A course that may be another group's: whose it is, is told where the token covers that group.
    init(_ course: Course, for token: APIToken) {
        let record = Record(course)
        guard !token.covers(group: course.group) else {
            self = record
            return
        }
        self.init(record.fields.map { ($0.key, $0.key == "group" ? .null : $0.value) })
    }
}
