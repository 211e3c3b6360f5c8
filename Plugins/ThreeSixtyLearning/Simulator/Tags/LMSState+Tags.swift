extension LMSState {
    /// `GET /api/v2/tags`.
    func listTags(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(call, filters: [("isMain", ["eq"])])
        let found = tags.filter { query.takes($0.isMain ? "true" : "false", as: "isMain") }
        return try call.page(found, of: 5_000, query, \.jsonWithSource)
    }

    /// `GET /api/v2/tags/{tagId}`.
    func getTag(_ call: Call) throws(Refusal) -> PlatformAnswer {
        .json(200, tags[try indexOfTag(call.parameters[0])].jsonWithSource)
    }

    /// `POST /api/v2/tags`.
    mutating func createTag(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let body = try call.request.json(.newTag)
        let name = body["name"]?.text ?? ""
        try checkTagName(name, besides: nil)
        let tag = Tag(
            id: newID(.tag), name: name, isMain: body["isMain"]?.flag == true,
            externalID: body["externalId"]?.text)
        tags.append(tag)
        return .json(201, tag.json)
    }

    /// `PUT /api/v2/tags/{tagId}`.
    mutating func replaceTag(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let index = try indexOfTag(call.parameters[0])
        let body = try call.request.json(.newTag)
        let name = body["name"]?.text ?? ""
        try checkTagName(name, besides: tags[index].id)
        tags[index].name = name
        tags[index].isMain = body["isMain"]?.flag == true
        tags[index].externalID = body["externalId"]?.text ?? tags[index].externalID
        return .json(200, tags[index].json)
    }

    /// `DELETE /api/v2/tags/{tagId}`.
    mutating func deleteTag(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let tag = tags.remove(at: try indexOfTag(call.parameters[0]))
        for index in courses.all.indices { courses[index].tags.removeAll { $0 == tag.id } }
        return PlatformAnswer(status: 204)
    }

    /// `GET /api/v2/courses/{courseId}/tags`.
    func listCourseTags(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let course = courses[try indexOfCourse(call.parameters[0])]
        let found = course.tags.compactMap { id in tags.first { $0.id == id } }
        return try call.page(found, of: 500, try Query(call, filters: [])) {
            ["tagId": .text($0.id), "source": $0.source]
        }
    }

    /// `PUT /api/v2/courses/{courseId}/tags`.
    mutating func replaceCourseTags(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let index = try indexOfCourse(call.parameters[0])
        let ids = try call.request.json(.courseTags)["tagIds"]?.list?.compactMap(\.text) ?? []
        var unique: [String] = []
        for id in ids where !unique.contains(id) {
            guard tags.contains(where: { $0.id == id }) else { throw Self.tagNotFound(id) }
            unique.append(id)
        }
        courses[index].tags = unique
        return .json(200, .texts(unique))
    }

    private func indexOfTag(_ id: String) throws(Refusal) -> Int {
        guard let index = tags.firstIndex(where: { $0.id == id }) else { throw Self.tagNotFound(id) }
        return index
    }

    /// Names differ by more than case (our decision; published is only that a name belongs to one tag).
    private func checkTagName(_ name: String, besides id: String?) throws(Refusal) {
        let isTaken = tags.contains { $0.id != id && $0.name.lowercased() == name.lowercased() }
        guard !isTaken else {
            throw .nested(400, "tagNameNotAvailable", "There is already a tag \"\(name)\"")
        }
    }

    private static func tagNotFound(_ id: String) -> Refusal {
        .nested(404, "tagNotFound", "There is no tag \(id)")
    }
}
