import SimulatorSupport
import ConnectorKit
import Synchronization

// MARK: - Controls

extension Go1Portal {
    /// The enrolments of the portal, including parts of courses, oldest first.
    package var enrolments: [PortalEnrolment] { learning.withLock { $0.enrolments.all() } }

    package func enrolment(_ id: Int) -> PortalEnrolment? {
        learning.withLock { $0.enrolments.enrolment(id) }
    }

    /// Returns the account with an id, as enrolments name it.
    package func account(_ id: Int) -> PortalAccount? {
        learning.withLock { $0.account(PortalAccount.position(ofID: id)) }
    }

    /// The accounts of the portal.
    package var accounts: [PortalAccount] {
        learning.withLock { learning in (0..<learning.accountCount).compactMap(learning.account) }
    }

    /// Changes an account, for example its e-mail, or deletes it if the change sets nil.
    package func updateAccount(_ id: Int, _ change: @Sendable (inout PortalAccount?) -> Void) {
        learning.withLock { learning in
            let position = PortalAccount.position(ofID: id)
            var account = learning.account(position)
            guard account != nil else { return }
            change(&account)
            learning.set(position, account)
        }
    }

    /// Enrols a learner now and sends `enrollment.create`.
    ///
    /// - Parameter change: Modifies the enrolment, which is in progress by default.
    @discardableResult
    package func enrol(
        _ accountID: Int, in contentID: Int, _ change: @Sendable (inout PortalEnrolment) -> Void = { _ in }
    ) -> PortalEnrolment {
        let now = milliseconds()
        let enrolment = learning.withLock { learning in
            learning.enrolments.append { id in
                var enrolment = PortalEnrolment(
                    id: id, contentID: contentID, accountID: accountID, status: .inProgress, created: now,
                    updated: now, passed: nil, isAssigned: false, parentID: nil, timeForm: .offset)
                change(&enrolment)
                return enrolment
            }
        }
        announce("enrollment.create", data(enrolment))
        return enrolment
    }

    /// Completes an enrolment now and sends `enrollment.complete`.
    @discardableResult
    package func complete(_ id: Int, passed: Bool? = true) -> PortalEnrolment? {
        let now = milliseconds()
        let enrolment = updateEnrolment(id) { enrolment in
            enrolment?.status = .completed
            enrolment?.passed = passed
            enrolment?.updated = now
        }
        if let enrolment { announce("enrollment.complete", data(enrolment)) }
        return enrolment
    }

    /// Deletes an enrolment and sends `enrollment.delete`.
    package func deleteEnrolment(_ id: Int) {
        guard let enrolment = enrolment(id) else { return }
        updateEnrolment(id) { $0 = nil }
        announce("enrollment.delete", data(enrolment))
    }

    /// Changes an enrolment without an event, or removes it if the change sets nil.
    @discardableResult
    package func updateEnrolment(
        _ id: Int, _ change: @Sendable (inout PortalEnrolment?) -> Void
    ) -> PortalEnrolment? {
        learning.withLock { $0.enrolments.change(id, change) }
    }

    private func data(_ enrolment: PortalEnrolment) -> JSONValue {
        ["id": .text(String(enrolment.id)), "lo_id": .text(String(enrolment.contentID))]
    }
}
