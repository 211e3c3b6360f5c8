import ConnectorKit

extension ThreeSixtyLearningClient {
    /// The person with this e-mail address, whatever its case; nil if there is none, or a deleted one.
    func user(_ mail: String) async throws(Failure) -> PlatformUser? {
        try await attempt { () async throws(PlatformProblem) in
            var query = URLQuery()
            query.add("mail[eq]", mail)
            let found: [PlatformUser] = try await api.list("users", query: query)
            return found.first { $0.status != "deleted" && $0.mail?.lowercased() == mail.lowercased() }
        }
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool { try await user(mail) != nil }

    /// - Throws: ``Failure/configuration(_:)`` if the platform has nobody of this address.
    func administrator(_ mail: String) async throws(Failure) -> PlatformUser {
        guard let user = try await user(mail) else {
            throw .configuration(
                "360Learning has no user with the e-mail address \(mail); "
                    + "admin: is to be a platform administrator or the owner")
        }
        return user
    }

    /// Checks that the credentials are accepted, the group is there, and its connector admin is a platform
    /// administrator or the owner (rule D8).
    ///
    /// - Throws: ``Failure`` with what is wrong.
    func verify(group: String, admin: String) async throws(Failure) {
        let user = try await administrator(admin)
        let roles = try await attempt { () async throws(PlatformProblem) in
            let root = try await root(of: group)
            let path = "users/\(user.id)/roles"
            return try await api.list(path, of: PlatformUser.Membership.self)
                .filter { $0.groupId == root }.map(\.role)
        }
        guard roles.contains(where: { ["admin", "owner"].contains($0) }) else {
            throw .configuration(
                "\(admin) is neither an administrator nor the owner of the 360Learning platform; "
                    + "admin: is to be one of them")
        }
    }

    func groups() async throws(Failure) -> [ListedGroup] {
        try await attempt { () async throws(PlatformProblem) in
            try await api.list("groups", of: PlatformGroup.self).map {
                ListedGroup(id: $0.id, name: $0.name ?? $0.id)
            }
        }
    }

    /// The platform's own group: a platform administrator is an administrator there (assumed; the API knows
    /// roles by group alone).
    private func root(of group: String) async throws(PlatformProblem) -> String {
        var id = group
        var seen: Set<String> = []
        while seen.insert(id).inserted {
            do throws(PlatformProblem) {
                let found: PlatformGroup = try await api.value(.get, "groups/\(id)")
                guard let parent = found.parentId else { return found.id }
                id = parent
            } catch {
                guard error.code == "groupNotFound" else { throw error }
                throw .failed(
                    .configuration(
                        "360Learning has no group \(id); group: is the id in the address of the group's page")
                )
            }
        }
        throw .failed(.contract("360Learning's group \(group) is among its own parents"))
    }
}
