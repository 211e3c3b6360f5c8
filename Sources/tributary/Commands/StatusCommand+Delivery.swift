import Delivery
import ConfigurationFiles
import Foundation
import Host
import Model
import Store

extension StatusCommand {
    /// How many of the refused are listed one by one.
    static let refusedShown = 10

    /// Says what was not delivered yet, and why.
    func sayDelivery(_ state: DeliveryState?, _ host: HostRuntime, _ terminal: Terminal) throws {
        guard let state else { return }
        let zone = host.configuration.host.timezone
        var table = Table(
            ["DELIVERY", "PROVIDER", "WAITING", zone.heading("OLDEST"), "UNMATCHED", "SET ASIDE"],
            numeric: [2, 4, 5])
        for line in state.backlog {
            table.add([
                host.configuration.group(line.group)?.name ?? line.group, line.provider,
                line.pending.grouped, line.oldest?.minuteText(in: zone) ?? "", line.unmatched.grouped,
                line.setAside.grouped,
            ])
        }
        try say()
        if table.isEmpty {
            if state.last == nil { return try say("Nothing was delivered yet.") }
        } else {
            try say(table.text(terminal))
        }
        if let last = state.last {
            try say(
                "last delivery: \(last.started.minuteText(in: zone)) \(last.outcome?.rawValue ?? "running")")
            if let error = last.error { try say("last delivery: \(error)") }
        }
        let refused = state.refused.filter { !$0.isUnmatched }
        for refused in refused {
            let aside = refused.isSetAside ? " (set aside; `tributary replay` tries it again)" : ""
            try say("not delivered: \(refused.work.noun) of \(refused.externalID): \(refused.reason)\(aside)")
        }
        if refused.count == Self.refusedShown {
            try say(
                "not delivered: perhaps more; `tributary runs` with the id of a delivery tells all it refused"
            )
        }
    }
}

extension DeliveryWork {
    /// What a message calls it.
    var noun: String {
        switch self {
        case .courses: "content"
        case .archive: "archiving"
        case .restore: "unarchiving"
        case .statistics: "statistics"
        case .tags: "tags"
        }
    }
}
