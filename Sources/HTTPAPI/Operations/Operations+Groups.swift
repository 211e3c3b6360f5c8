import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Runtime

extension Operation {
    static let groups: [Operation] = [
        .change(
            .post, "/groups", "createGroup",
            "Set up a group with its providers: writes its file, and the host's file if there is none.",
            body: .object([
                .init("id", .text(minimum: 1, maximum: 200), "The group's id in the LMS."),
                .init("name", .text(minimum: 1, maximum: 200)),
                .init(
                    "admin", .text(minimum: 1, maximum: 320), required: false,
                    "The e-mail address of the connector's administrator; some LMS need one."),
                .init(
                    "providers", .map(.object(deploymentFields)), required: false,
                    "By their ids; as for a change of a deployment."),
            ]), status: .created,
            answer: .object([
                .init("group", .named("Group")),
                .init("files", .list(.text()), "The files that were written."),
            ]), problems: [.conflict, .unprocessableContent, .notFound]
        ) { call in
            let group = try call.newGroup()
            let sent = call.groupWithoutSecrets
            return Change<[String]>(call, followedBy: .reload, after: { _ in sent }) { host in
                guard let source = call.live.source else {
                    throw Problem.conflict("this host runs without files")
                }
                do throws(DeploymentRefusal) {
                    return try GroupCreation(
                        source: source, host: host.configuration.host,
                        randomText: host.context.environment.randomText
                    ).write(group)
                } catch {
                    throw error.problem(in: nil, for: call.token)
                }
            }
        } answering: { call, files in
            guard let group = call.live.current.configuration.group(call.body?["id"]?.text ?? "") else {
                throw Problem.notInForce("the host's log says why")
            }
            return .object(Record([("group", .object(Record(group))), ("files", .texts(files))]))
        },
        .list(
            "/platform/groups", "listPlatformGroups",
            "The groups of the LMS that are not set up yet; none for the built-in workspace.",
            of: "PlatformGroup", role: .admin, problems: [.badGateway]
        ) { call, paging in
            let groups: [ListedGroup]
            do throws(Failure) { groups = try await call.host.platformGroups() } catch {
                throw Problem(status: .badGateway, detail: error.message)
            }
            return try paging.page(of: groups) {
                Record([("id", .text($0.id)), ("name", .text($0.name))])
            }
        },
    ]
}

extension APICall {
    fileprivate func newGroup() throws(Problem) -> NewGroup {
        var group = NewGroup(
            id: body?["id"]?.text ?? "", name: body?["name"]?.text ?? "", admin: body?["admin"]?.text)
        if host.configuration.group(group.id) != nil {
            throw .conflict("there is a group \"\(group.id)\" already")
        }
        for (id, change) in body?["providers"]?.members ?? [:] {
            _ = try caller.provider(id)
            group.providers[id] = DeploymentChange(change)
        }
        return group
    }

    fileprivate var groupWithoutSecrets: JSONValue {
        guard var members = body?.members, let providers = members["providers"]?.members else {
            return body?.canonical ?? .null
        }
        members["providers"] = .object(
            sorting: Dictionary(
                uniqueKeysWithValues: providers.map { id, change in
                    (id, change.withoutSecrets(of: host.registry[id]))
                }))
        return JSONValue.object(sorting: members).canonical
    }
}

extension Record {
    init(_ group: GroupConfiguration) {
        self.init([
            ("id", .text(group.id)), ("name", .text(group.name)),
            ("providers", .texts(group.deployments.map(\.provider))),
        ])
    }
}
