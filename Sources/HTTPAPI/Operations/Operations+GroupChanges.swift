import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model

extension Operation {
    static let groupChanges: [Operation] = [
        .change(
            .patch, "/groups/{group}", "changeGroup",
            "Rename a group: rewrites its line of the group's file.",
            body: .object([.init("name", .text(minimum: 1, maximum: 200))]), status: .noContent,
            problems: [.conflict, .unprocessableContent]
        ) { call in
            let (edit, group) = try call.groupEdit()
            let name = call.body?["name"]?.text ?? ""
            return Change(
                call, before: .object(Record([("name", .text(group.name))])), followedBy: .reload,
                after: { _ in call.body?.canonical ?? .null }
            ) { _ in
                do throws(DeploymentRefusal) { try edit.rename(name) } catch {
                    throw error.problem(in: group, for: call.token)
                }
            }
        },
        .change(
            .delete, "/groups/{group}", "removeGroup",
            "Remove a group: its file is renamed, and its courses are archived. Attempts stay.",
            answer: .object([.init("file", .text(), "The file's new name.")]), problems: [.conflict]
        ) { call in
            try call.requireWhole()
            let (edit, group) = try call.groupEdit()
            let before = Record([("name", .text(group.name)), ("file", .text(group.shownFile))])
            return Change(call, before: .object(before), followedBy: .reload) { _ in
                do throws(DeploymentRefusal) {
                    return JSONValue.object(Record([("file", .text(try edit.remove()))]))
                } catch {
                    throw error.problem(in: group, for: call.token)
                }
            }
        },
    ]
}

extension APICall {
    fileprivate func groupEdit() throws(Problem) -> (GroupEdit, GroupConfiguration) {
        let group = try group()
        guard let source = live.source else { throw .conflict("this host runs without files") }
        return (GroupEdit(source: source, group: group), group)
    }
}
