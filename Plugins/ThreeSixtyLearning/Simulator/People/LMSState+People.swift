extension LMSState {
    func user(_ id: String) -> User? { userPositions[id].map { users[$0] } }

    func group(_ id: String) -> Group? { groups.first { $0.id == id } }

    /// `GET /api/v2/users`.
    func listUsers(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(
            call,
            filters: [
                ("mail", ["eq", "ne", "in", "nin"]), ("username", ["eq", "ne", "in", "nin"]),
                ("status", ["eq", "ne"]),
            ])
        let found = users.filter { user in
            query.takes(user.mail.lowercased(), as: "mail") { $0.lowercased() }
                && query.takes(user.mail, as: "username")
                && query.takes(user.isDeleted ? "deleted" : "active", as: "status")
        }
        return try call.page(found, of: 500, query, \.json)
    }

    /// `GET /api/v2/users/{userId}`.
    func getUser(_ call: Call) throws(Refusal) -> PlatformAnswer {
        .json(200, try known(call.parameters[0]).json)
    }

    /// `GET /api/v2/users/{userId}/roles`.
    func listRoles(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let user = try known(call.parameters[0])
        return try call.page(user.roles, of: 1_000, try Query(call, filters: [])) {
            ["groupId": .text($0.group), "role": .text($0.role)]
        }
    }

    /// `GET /api/v2/groups`.
    func listGroups(_ call: Call) throws(Refusal) -> PlatformAnswer {
        try call.page(groups, of: 500, try Query(call, filters: []), \.json)
    }

    /// `GET /api/v2/groups/{groupId}`.
    func getGroup(_ call: Call) throws(Refusal) -> PlatformAnswer {
        .json(200, try knownGroup(call.parameters[0]).json)
    }

    func known(_ id: String) throws(Refusal) -> User {
        guard let user = user(id) else { throw .nested(404, "userNotFound", "There is no user \(id)") }
        return user
    }

    func knownGroup(_ id: String) throws(Refusal) -> Group {
        guard let group = group(id) else { throw .nested(404, "groupNotFound", "There is no group \(id)") }
        return group
    }
}
