package import Delivery
import ConnectorKit
import ConfigurationFiles
import Model
import Foundation
import Model
import Push
import Store
import Webhooks

extension Record {
    package static let statusKeys = [
        "group", "name", "provider", "enabled", "active", "archived", "lastRun", "lastOutcome", "lastError",
        "nextRun", "nextKind", "attempts", "unmatched", "unknown", "lastStats", "lastStatsOutcome",
        "lastStatsError", "webhook", "webhookError", "eventsPending", "eventsSetAside", "deliveryPending",
        "deliveryOldest", "deliveryUnmatched", "deliverySetAside", "lastDelivery", "lastDeliveryOutcome",
        "lastDeliveryError", "pushPending", "pushOldest", "pushSetAside",
    ]

    /// How a deployment stands; times ISO 8601 UTC.
    ///
    /// - Parameter delivery: nil if there is no platform to deliver to.
    package init(_ status: DeploymentStatus, delivery: DeliveryState?) {
        let (deployment, statistics, webhook) = (status.deployment, status.statistics, status.webhook)
        let push = status.push
        let values: [JSONValue] =
            [
                .text(status.group.id), .text(status.group.name), .text(deployment.provider),
                .boolean(deployment.enabled), .integer(status.count?.active ?? 0),
                .integer(status.count?.archived ?? 0), .time(status.last?.started),
                .optional(status.last?.outcome?.rawValue),
                .optional(deployment.enabled ? status.last?.error : nil),
                .time(status.next?.time), .optional(status.next?.work.rawValue),
                .optional(statistics.map { $0.count?.attempts ?? 0 }),
                .optional(statistics.map { $0.count?.unmatched ?? 0 }),
                .optional(statistics.map { $0.count?.unknown ?? 0 }), .time(statistics?.last?.started),
                .optional(statistics?.last?.outcome?.rawValue),
                .optional(deployment.enabled ? statistics?.last?.error : nil),
                .optional(webhook?.url), .optional(webhook?.error), .optional(webhook?.backlog.pending),
                .optional(webhook?.backlog.setAside),
            ] + Self.values(delivery, of: deployment) + [
                .optional(push.map { $0.backlog?.pending ?? 0 }), .time(push?.backlog?.oldest),
                .optional(push.map { $0.backlog?.setAside ?? 0 }),
            ]
        self.init(Array(zip(Self.statusKeys, values)))
    }

    private static func values(_ state: DeliveryState?, of deployment: DeploymentConfiguration)
        -> [JSONValue]
    {
        let backlog = state?.backlog.first {
            $0.group == deployment.group && $0.provider == deployment.provider
        }
        return [
            .optional(state.map { _ in backlog?.pending ?? 0 }), .time(backlog?.oldest),
            .optional(state.map { _ in backlog?.unmatched ?? 0 }),
            .optional(state.map { _ in backlog?.setAside ?? 0 }), .time(state?.last?.started),
            .optional(state?.last.map { $0.outcome?.rawValue ?? "running" }), .optional(state?.last?.error),
        ]
    }
}
