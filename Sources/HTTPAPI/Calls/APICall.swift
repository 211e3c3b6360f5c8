import ConfigurationFiles
import ConnectorKit
package import Host
package import Model
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
    var body: JSONValue?
    /// What to push, as it was sent.
    var items: PushItems?
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

    /// A run, with what the token may know of it.
    func record(_ run: Run, kept: Bool = true) -> Record {
        Record(run, kept: kept).limited(of: run, to: token)
    }

    /// - Throws: ``Problem`` if the token is limited to groups.
    func requireWhole() throws(Problem) {
        guard token.groups.isEmpty else {
            throw .forbidden("this token is limited to groups, and this concerns all of them")
        }
    }
}

extension APIToken {
    /// Whether it covers everything that a run is about.
    package func hasAllAbout(_ run: Run) -> Bool {
        groups.isEmpty || (run.connection != .every && run.groups.allSatisfy { covers(group: $0) })
    }

    static let othersToo =
        "this concerns groups that this token does not cover; an administrator of all sees why"

    /// The error of a run. One that counts or names what is held or delivered for other groups too is not shown.
    func error(of run: Run) -> String? {
        let isShared = run.connection == .every || run.outcome == .held
        return run.error != nil && isShared && !hasAllAbout(run) ? Self.othersToo : run.error
    }
}

extension Record {
    /// The record of a run with what a token may know of it (rule L11): the groups that it covers, and if there are others,
    /// nothing that was counted or said over all of them.
    package func limited(of run: Run, to token: APIToken) -> Record {
        guard !token.hasAllAbout(run) else { return self }
        return Record(
            members.map { member in
                switch (member.name, member.value) {
                case ("groups", .list(let ids)):
                    (member.name, .list(ids.filter { token.covers(group: $0.plain) }))
                case ("created", _), ("updated", _), ("unchanged", _), ("archived", _), ("unarchived", _):
                    (member.name, .null)
                case ("seen", _), ("skipped", _), ("requests", _), ("bytes", _):
                    (member.name, run.connection == .every ? .null : member.value)
                case ("error", .text): (member.name, .text(token.error(of: run) ?? ""))
                case (_, let value): (member.name, value)
                }
            })
    }

    /// The state of a deployment with what a token may know of it (rule L11).
    func limited(of status: DeploymentStatus, to token: APIToken) -> Record {
        guard !token.groups.isEmpty else { return self }
        let errors = [
            "lastError": status.last.flatMap(token.error),
            "lastStatsError": status.statistics?.last.flatMap(token.error),
            // A delivery is of all groups.
            "lastDeliveryError": APIToken.othersToo,
        ]
        return Record(
            members.map { member in
                guard case .text = member.value, let error = errors[member.name] else {
                    return (member.name, member.value)
                }
                return (member.name, .optional(error))
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
