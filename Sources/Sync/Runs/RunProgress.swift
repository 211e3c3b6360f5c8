package import Model
import Store

/// How far a run has come, for a person who watches.
package enum RunProgress: Sendable {
    /// The run began; all that is reported from now on is about it.
    case began(RunID)
    /// Another process works on the same connection; this run begins when that is done.
    case waiting
    /// Rows of the listing seen so far, out of the total the provider states.
    case listing(rows: Int, total: Int?)
    /// The listing begins again at its first page, and why.
    case restarted(String)
    /// A page could not be had and is asked for again, and why.
    case retrying(String)
    /// The provider could not be asked to call back, and why; the run goes on.
    case notCalledBack(String)
    /// What was read is being applied to the groups.
    case applying
}

extension RunProgress {
    func mapReason(_ change: (String) -> String) -> RunProgress {
        switch self {
        case .retrying(let reason): .retrying(change(reason))
        case .restarted(let reason): .restarted(change(reason))
        default: self
        }
    }
}
