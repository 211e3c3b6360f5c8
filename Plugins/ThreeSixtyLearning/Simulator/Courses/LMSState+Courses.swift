import ConnectorKit
import Foundation

extension LMSState {
    /// `GET /api/v2/integrations/{integrationId}/courses/{externalId}`.
    func getExternalCourse(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let integration = integrations[try indexOfIntegration(call.parameters[0])]
        guard let index = courses.index(call.parameters[1], of: integration.id) else {
            throw .nested(
                400, "courseNotBelongToIntegration",
                "There is no course \"\(call.parameters[1])\" in this integration")
        }
        return .json(200, courses[index].externalJSON)
    }

    /// `GET /api/v2/courses`, as far as external courses are concerned.
    func listCourses(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(
            call,
            filters: [
                ("status", ["eq"]), ("type", ["eq"]), ("groupId", ["eq"]), ("authorId", ["eq"]),
            ])
        let found = courses.all.filter {
            query.takes($0.status, as: "status")
                && query.takes("external", as: "type") && query.takes($0.group, as: "groupId")
                && query.takes($0.author, as: "authorId")
        }
        return try call.page(found, of: 500, query, \.json)
    }

    /// `GET /api/v2/courses/{courseId}`.
    func getCourse(_ call: Call) throws(Refusal) -> PlatformAnswer {
        .json(200, courses[try indexOfCourse(call.parameters[0])].json)
    }

    /// `PUT /api/v2/courses/{courseId}/archive`. The modification date stays.
    mutating func archiveCourse(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let index = try indexOfCourse(call.parameters[0])
        let body = try call.request.json(.archive)
        guard integrations.contains(where: { $0.id == courses[index].integration }) else {
            throw .nested(400, "integrationInactive", "The integration of this course was deleted")
        }
        courses[index].isArchived = body["archived"]?.flag == true
        return .json(200, courses[index].json)
    }

    func indexOfCourse(_ id: String) throws(Refusal) -> Int {
        guard let index = courses.index(id) else {
            throw .nested(404, "courseNotFound", "There is no course \(id)")
        }
        return index
    }

    /// Adds or replaces a course; what is not sent is gone (rule D11).
    ///
    /// - Returns: the id of the course.
    mutating func upsert(_ item: JSONValue, into integration: Integration, now: Date) -> String {
        let fields = item.members ?? [:]
        if let index = courses.index(fields["externalId"]?.text ?? "", of: integration.id) {
            courses[index].fields = fields
            courses[index].modifiedAt = now
            if options.upsertRestores { courses[index].isArchived = false }
            return courses[index].id
        }
        let course = ExternalCourse(
            id: newID(.course), integration: integration.id, group: integration.groupID, fields: fields,
            author: fields["authorId"]?.text ?? integration.authorID,
            platform: integration.externalPlatform, createdAt: now, modifiedAt: now)
        courses.add(course)
        return course.id
    }
}

extension JSONValue {
    /// `YYYY-MM-DDThh:mm:ss.sssZ`, as published.
    static func time(_ date: Date) -> JSONValue {
        let text = Timestamp.text(date)
        return .text(text.contains(".") ? text : text.dropLast() + ".000Z")
    }
}
