import Webhooks
import Host
import Store
import Webhooks

extension StatusCommand {
    /// Says what is worth knowing about webhooks: nothing if all is well.
    func sayWebhooks(_ webhooks: [(group: String, status: WebhookStatus?)]) throws {
        for (group, status) in webhooks {
            guard let status else { continue }
            if let error = status.error { try say("\(group): webhook: \(error)") }
            let backlog = status.backlog
            if backlog.pending > 0 {
                try say(
                    "\(group): \(backlog.pending.grouped) events wait to be worked off by `tributary serve`")
            }
            if backlog.setAside > 0 {
                try say(
                    "\(group): \(backlog.setAside.grouped) events are set aside; `tributary replay` tries them again"
                )
            }
        }
    }
}
