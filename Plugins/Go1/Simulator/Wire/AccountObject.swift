import SimulatorSupport
import ConnectorKit

/// A learner in the format of either generation (rule G16).
enum AccountObject {
    /// An account that contains its user.
    static func gateway(_ account: PortalAccount) -> JSONValue {
        let time = JSONValue.text(WireTime.offset.text(account.created))
        return [
            "id": .text(String(account.id)), "account_guid": .text("acc_\(account.id)"),
            "portal_id": "11905591", "group_ids": [], "managers": [],
            "roles": [["guid": "rol_01G3PZS7NZ0CF95J340P55FSZH", "role": "learner"]], "status": true,
            "locale": "en", "created_time": time, "updated_time": time, "logged_in_time": .null,
            "user": .members([
                "id": .text(String(account.userID)), "user_guid": .text("usr_\(account.userID)"),
                "given_name": .text(account.firstName), "family_name": .text(account.lastName),
                "username": .text("learner\(account.userID)"), "email": account.email, "status": true,
            ]),
        ]
    }

    /// Only the user.
    static func v2(_ account: PortalAccount) -> JSONValue {
        .members([
            "id": .integer(account.userID), "email": account.email, "first_name": .text(account.firstName),
            "last_name": .text(account.lastName), "status": true,
        ])
    }
}
