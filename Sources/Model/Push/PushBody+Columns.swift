package import ConnectorKit

extension PushBody {
    /// What it says by the columns of a file, in their order; what it does not say is left out.
    package var columns: JSONObject {
        switch self {
        case .content(let content): content.columns
        case .completion(let completion): completion.columns
        }
    }
}

extension PushedContent {
    fileprivate var columns: JSONObject {
        var columns: [(String, JSONValue)] = [("external_reference", .text(externalReference))]
        if !removed || !title.isEmpty {
            columns += [
                ("title", .text(title)), ("description", .text(description)),
                ("launch_url", .text(launchURL)), ("image", .text(image)), ("type", .text(type)),
            ]
        }
        if let language { columns.append(("language", .text(language))) }
        if let duration { columns.append(("duration", .integer(duration))) }
        if !topics.isEmpty { columns.append(("topics", .texts(topics))) }
        if !skills.isEmpty { columns.append(("skills", .texts(skills))) }
        if let published { columns.append(("published", .boolean(published))) }
        if removed { columns.append(("removed", .boolean(true))) }
        return JSONObject(columns)
    }
}

extension PushedCompletion {
    fileprivate var columns: JSONObject {
        var columns: [(String, JSONValue)] = [
            ("content_external_reference", .text(contentReference)), ("email", .text(email)),
            ("completed_at", .time(completedAt)),
        ]
        if let startedAt { columns.append(("started_at", .time(startedAt))) }
        if let passed { columns.append(("passed", .boolean(passed))) }
        if let score { columns.append(("score", .integer(score))) }
        return JSONObject(columns)
    }
}
