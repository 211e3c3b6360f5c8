package import Model
package import Store

/// What a host knows of its platform's company.
package struct DeliveryState: Sendable {
    package let backlog: [DeliveryBacklog]
    /// What was refused and not taken since, oldest first.
    package let refused: [RefusedDelivery]
    package let last: Run?
}

/// What a delivery would come to.
package struct DeliveryRehearsal: Sendable {
    /// The platform, as runs call it.
    package let platform: String
    /// What it would send, in words.
    package let calls: [String]
    /// Why parts of it cannot be done.
    package let reasons: [String]
}
