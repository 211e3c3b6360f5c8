package import ConnectorKit
import Model
import Runtime

extension Record {
    /// The keys of what an online check found.
    package static let onlineCheckKeys = ["service", "groups", "finding", "problem", "addresses"]
    /// The keys of an address that it tried.
    package static let routeKeys = ["address", "proxy", "ca"]

    package init(_ check: OnlineCheck) {
        self.init([
            ("service", .text(check.service)), ("groups", .texts(check.groups)),
            ("finding", check.problem == nil ? .text(check.finding) : .null),
            ("problem", .optional(check.problem)),
            ("addresses", .list(check.routes.map { .object(Record($0)) })),
        ])
    }

    private init(_ route: ServiceRoute) {
        self.init([
            ("address", .text(route.address)), ("proxy", .optional(route.proxy)),
            ("ca", .optional(route.authorities)),
        ])
    }
}
