import ConnectorKit
package import Delivery
import Model

extension Record {
    package static let differenceKeys = [
        "group", "provider", "course", "externalId", "name", "user", "difference", "found", "action",
    ]

    /// What a platform holds that is not as it was told. The course is null if it is about the integration, the user if
    /// it is about no learner.
    package init(_ difference: PlatformDifference) {
        let values: [JSONValue] = [
            .text(difference.group), .text(difference.provider),
            .optional(difference.course.map { String($0) }), .optional(difference.externalID),
            .optional(difference.name), .optional(difference.user), .text(difference.kind.rawValue),
            .text(difference.found), .text(difference.action),
        ]
        self.init(Array(zip(Self.differenceKeys, values)))
    }
}
