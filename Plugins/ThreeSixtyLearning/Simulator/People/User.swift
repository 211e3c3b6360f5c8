/// A person on the platform.
package struct User: Sendable, Equatable {
    package let id: String
    package internal(set) var mail: String
    package let firstName: String
    package let lastName: String
    package var isDeleted = false
    /// Group ids and roles, as published: admin, analyst, editor, coach, contributor, learner, owner, userAdmin.
    package var roles: [Role]

    package struct Role: Sendable, Equatable {
        package let group: String
        package let role: String

        package init(group: String, role: String) {
            self.group = group
            self.role = role
        }
    }

    /// Administrates the platform.
    package static let admin = person(1, "admin", [Role(group: Group.platform.id, role: "admin")])
    /// Owns the platform.
    package static let owner = person(2, "owner", [Role(group: Group.platform.id, role: "owner")])
    /// Administrates a group, and not the platform.
    package static let groupAdmin = person(3, "group-admin", [Role(group: Group.sales.id, role: "admin")])

    /// A learner, counted from 1.
    package static func learner(_ number: Int) -> User {
        person(number + 3, "learner-\(number)", [Role(group: Group.sales.id, role: "learner")])
    }

    static func all(learners: Int) -> [User] {
        [admin, owner, groupAdmin] + (0..<max(0, learners)).map { learner($0 + 1) }
    }

    static func person(_ number: Int, _ name: String, _ roles: [Role]) -> User {
        User(
            id: ObjectID.make(.user, number), mail: "\(name)@acme.example", firstName: "Sam",
            lastName: name, roles: roles)
    }

    var json: JSONValue {
        [
            "_id": .text(id), "mail": .text(mail), "status": .text(isDeleted ? "deleted" : "active"),
            "lang": .text("en"), "firstName": .text(firstName), "lastName": .text(lastName),
        ]
    }
}
