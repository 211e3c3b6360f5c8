import Delivery
import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Push
import Store
import Webhooks

extension Operation {
    static let host: [Operation] = [
        .list(
            "/status", "listStatus", "Every deployment: its courses, last runs, and next runs.",
            of: "Status"
        ) { call, paging in
            let delivery = try await call.host.delivery.state(limit: 0)
            let status = try await call.host.status().filter { call.token.covers(group: $0.group.id) }
            return try paging.page(of: status) {
                Record($0, delivery: delivery).limited(of: $0, to: call.token)
            }
        },
        Operation(
            method: .get, path: "/check", id: "check",
            summary: "Check the configuration files; online also the services they name.", role: .admin,
            parameters: [
                Parameter(name: "online", shape: .boolean, help: "Whether to call services; default: false.")
            ], status: .ok, answer: .named("Check"), problems: [.conflict]
        ) { call in
            guard let source = call.live.source else {
                throw Problem.conflict("this host runs without files")
            }
            do throws(ConfigurationMistakes) {
                let configuration = try Configuration.load(source)
                let online = call.flag("online") ? await call.host.checkOnline() : nil
                return .object(check(configuration, online))
            } catch {
                return .object(check(nil, nil, error.diagnostics))
            }
        },
        Operation(
            method: .get, path: "/schema/{file}", id: "getSchema",
            summary: "The JSON Schema of the configuration files: host, or group.", role: .viewer,
            status: .ok,
            answer: .map(.anything)
        ) { call in
            switch call["file"] {
            case "host": ConfigurationSchema.host(call.host.registry)
            case "group": ConfigurationSchema.group(call.host.registry)
            default: throw Problem.notFound("there is no such schema; host or group was expected")
            }
        },
        .change(
            .post, "/replay", "replay", "Retry set-aside events and pushes: all of them, or one.",
            body: .object([
                .init(
                    "id", .text(minimum: 1, maximum: 30), required: false,
                    "The id of an event, or push- and the id of a push; default: all that are set aside.")
            ]), answer: .object([.init("items", .list(.named("Event")))]), problems: [.notFound]
        ) {
            .replay($0.body?["id"]?.text)
        } answering: {
            .object(Record([("items", .list($1.records.map(JSONValue.object)))]))
        },
        Operation(
            method: .get, path: "/groups/{group}/export", id: "exportGroup",
            summary: "Export a group: its courses, archived ones included, and their attempts.",
            role: .viewer,
            parameters: [
                Parameter(
                    name: "format", shape: .choice(GroupExport.Format.allCases.map(\.rawValue)),
                    help: "json: one object (default); ndjson: one record per line.")
            ], status: .ok,
            answer: .object([
                .init("group", .text()), .init("name", .text()), .init("courses", .list(.named("Course"))),
                .init("attempts", .list(.named("Attempt"))),
            ]),
            streams: Streams(types: ["application/json", "application/x-ndjson"]) { call in
                let group = try call.group()
                let format = call.query["format"]?.first.flatMap(GroupExport.Format.init) ?? .json
                return try await Download(of: group, as: format, from: call.host.store).stream
            }
        ) { _ in .null },
    ]

    private static func check(
        _ configuration: Configuration?, _ online: [OnlineCheck]?, _ mistakes: [Diagnostic] = []
    ) -> Record {
        let found = online.map { checks in JSONValue.list(checks.map { .object(Record($0)) }) }
        return Record([
            ("groups", .integer(configuration?.groups.count ?? 0)),
            ("deployments", .integer(configuration?.deployments.count ?? 0)),
            ("mistakes", .list(mistakes.map { .object(Record($0)) })), ("online", found ?? .null),
        ])
    }
}
