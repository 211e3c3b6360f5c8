import Push
import ConfigurationFiles
import Foundation
import Host
import Push
import Store

extension StatusCommand {
    /// Says what was accepted to be pushed and is not there yet: nothing if all is well.
    func sayPushes(_ pushes: [PushStatus], _ host: HostRuntime) throws {
        let zone = host.configuration.host.timezone
        for status in pushes {
            guard let backlog = status.backlog else { continue }
            let name = host.configuration.group(status.group)?.name ?? status.group
            if let oldest = backlog.oldest {
                try say(
                    "\(name): \(backlog.pending.grouped) \(backlog.pending == 1 ? "push" : "pushes") to \(status.provider) \(backlog.pending == 1 ? "waits" : "wait") since \(oldest.minuteText(in: zone)); `tributary serve` sends them, and so does the next push"
                )
            }
            if backlog.setAside > 0 {
                try say(
                    "\(name): \(backlog.setAside.grouped) \(backlog.setAside == 1 ? "push" : "pushes") to \(status.provider) set aside; `tributary replay` tries again"
                )
            }
        }
    }
}
