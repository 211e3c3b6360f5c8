import ConnectorKit
import HTTPTypes
import Host
import Model

/// The OpenAPI 3.1 description, generated from the operations that are served.
struct OpenAPIDocument {
    let operations: [Operation]

    var record: Record {
        var paths: [(String, [(String, JSONValue)])] = []
        for operation in operations {
            let entry = (operation.method.rawValue, JSONValue.object(describe(operation)))
            if let index = paths.firstIndex(where: { $0.0 == operation.path }) {
                paths[index].1.append(entry)
            } else {
                paths.append((operation.path, [entry]))
            }
        }
        let schemas = Components.all.sorted { $0.key < $1.key }.map {
            ($0.key, JSONValue.object($0.value.schema))
        }
        return Record([
            ("openapi", .text("3.1.0")),
            (
                "info",
                object([
                    ("title", .text("Tributary")), ("version", .text("1")),
                    ("description", .text(Self.about)),
                ])
            ),
            ("servers", .list([object([("url", .text("/api/v1"))])])),
            ("security", .list([object([("token", .list([]))])])),
            ("paths", .object(Record(paths.map { ($0.0, .object(Record($0.1))) }))),
            (
                "components",
                object([
                    ("schemas", .object(Record(schemas))),
                    (
                        "securitySchemes",
                        object([("token", object([("type", .text("http")), ("scheme", .text("bearer"))]))])
                    ),
                ])
            ),
        ])
    }

    private static let about = """
        Learning content connectors for the groups of an LMS. Every call needs a token, which `tributary token create` \
        creates. Lists are paged: pass `next` of a page as `cursor` to get the next page. Answers to GET have an ETag; \
        with If-None-Match the status is 304 if nothing changed. Errors are problem details (RFC 9457).
        """

    private func object(_ fields: [(String, JSONValue)]) -> JSONValue { .object(Record(fields)) }

    private func describe(_ operation: Operation) -> Record {
        let inPath = PathPattern(operation.path).parameters.map { name in
            object([
                ("name", .text(name)), ("in", .text("path")), ("required", .boolean(true)),
                ("schema", .object(Shape.id.schema)),
            ])
        }
        let inQuery = operation.parameters.map { parameter in
            let schema =
                parameter.repeats
                ? Shape.list(parameter.shape, maximum: Operation.Parameter.mostValues).schema
                : parameter.shape.schema
            return object([
                ("name", .text(parameter.name)), ("in", .text("query")),
                ("required", .boolean(parameter.isRequired)),
                ("description", .text(parameter.help)), ("schema", .object(schema)),
            ])
        }
        var fields: [(String, JSONValue)] = [
            ("operationId", .text(operation.id)), ("summary", .text(operation.summary)),
            ("description", .text(description(of: operation))),
            ("parameters", .list(inPath + inQuery + (operation.takesKey ? [Self.key] : []))),
        ]
        if let body = operation.body {
            fields.append(
                (
                    "requestBody",
                    object([("required", .boolean(true)), ("content", content("application/json", body))])
                ))
        }
        fields.append(("responses", .object(Record(responses(of: operation)))))
        return Record(fields)
    }

    private static let key = JSONValue.object(
        Record([
            ("name", .text("Idempotency-Key")), ("in", .text("header")), ("required", .boolean(false)),
            (
                "description",
                .text(
                    "Chosen by the caller; repeated with the same key, a call is performed once within a day."
                )
            ), ("schema", .object(Shape.text(minimum: 1, maximum: 255).schema)),
        ]))

    /// Who may call it, and what a repeated call does.
    private func description(of operation: Operation) -> String {
        let role =
            operation.role == .viewer
            ? "For any token." : operation.isWhole ? "For admins of all groups." : "For admins."
        let twice =
            switch operation.method {
            case .get: operation.status == .seeOther ? "A repeated call finds the open attempt." : nil
            case .put, .patch, .delete: "A repeated call changes nothing more."
            case .post:
                operation.takesKey
                    ? "A repeated call is performed again, unless it has the same Idempotency-Key."
                    : operation.role == .viewer
                        ? "It changes nothing." : "A repeated call changes nothing more."
            } as String?
        return [role, twice].compactMap(\.self).joined(separator: " ")
    }

    private func responses(of operation: Operation) -> [(String, JSONValue)] {
        var done: [(String, JSONValue)] = [("description", .text(operation.summary))]
        if let streams = operation.streams {
            let types = streams.types.map { type in
                let shape =
                    switch type {
                    case "application/json": operation.answer
                    case "text/event-stream":
                        // The schema of one event, as readers of OpenAPI expect for event streams.
                        Shape.object([
                            .init("event", .text()), .init("data", .text(maximum: 1_000_000), "JSON."),
                        ])
                    default: Shape.text(maximum: 1_000_000_000)
                    } as Shape?
                return (type, object([("schema", .object(shape?.schema ?? Record([])))]))
            }
            done.append(("content", object(types)))
        } else if let answer = operation.answer {
            done.append(("content", content("application/json", answer)))
        }
        var statuses = Set(operation.problems).union([
            .badRequest, .unauthorized, .tooManyRequests, .serviceUnavailable,
        ])
        if operation.role == .admin || operation.isWhole { statuses.insert(.forbidden) }
        if !PathPattern(operation.path).parameters.isEmpty { statuses.insert(.notFound) }
        if operation.takesKey { statuses.formUnion([.conflict, .unprocessableContent]) }
        if operation.body != nil { statuses.formUnion([.contentTooLarge, .unsupportedMediaType]) }
        let problems = statuses.sorted { $0.code < $1.code }.map { status in
            (
                String(status.code),
                object([
                    ("description", .text(status.reasonPhrase)),
                    ("content", content("application/problem+json", .named("Problem"))),
                ])
            )
        }
        let same =
            operation.method == .get && operation.answer != nil && operation.streams == nil
            ? [("304", object([("description", .text("Not changed since the ETag."))]))] : []
        return [(String(operation.status.code), object(done))] + same + problems
    }

    private func content(_ type: String, _ shape: Shape) -> JSONValue {
        object([(type, object([("schema", .object(shape.schema))]))])
    }
}
