import SimulatorSupport
import ConnectorKit

/// A learner of the account.
package struct Learner: Sendable, Equatable {
    /// From 0 on.
    package let number: Int
    package var name: String
    /// Nil leaves the member out.
    package var email: String?
    package var uniqueUserID: String

    package init(_ number: Int, name: String, email: String?, uniqueUserID: String) {
        self.number = number
        self.name = name
        self.email = email
        self.uniqueUserID = uniqueUserID
    }

    /// Every 29th has no address, and every 7th has one in capitals.
    init(_ number: Int) {
        self.init(
            number, name: Phrases.people[number % Phrases.people.count],
            email: number % 29 == 28
                ? nil : number % 7 == 6 ? "Learner\(number)@Example.COM" : "learner\(number)@example.com",
            uniqueUserID: "employee-\(10_000 + number)")
    }

    package var urn: String { "urn:li:enterpriseProfile:(urn:li:enterpriseAccount:1000,\(number + 1))" }

    var json: JSONValue {
        .members([
            "name": .text(name), "enterpriseGroups": [], "entity": ["profileUrn": .text(urn)],
            "email": email.map { .text($0) }, "customAttributes": [:], "uniqueUserId": .text(uniqueUserID),
        ])
    }
}
