import ConfigurationFiles
import Host
import Store

/// The exit statuses (rule R1).
enum ExitStatus {
    static let done: Int32 = 0
    static let failed: Int32 = 1
    static let wrongUsage: Int32 = 2
    static let interrupted: Int32 = 130
}

/// Ends the command with a message on standard error.
struct Stop: Error {
    let status: Int32
    let message: TerminalText
    /// Whether the status stands after a signal: ending was what the command was asked for.
    var answersSignal = false

    static func failed(_ message: TerminalText) -> Stop { Stop(status: ExitStatus.failed, message: message) }
    static func wrongUsage(_ message: TerminalText) -> Stop {
        Stop(status: ExitStatus.wrongUsage, message: message)
    }
}

extension Stop {
    /// What a command ends with for an error of the host, or of its own; nil for any other error.
    init?(_ error: any Error) {
        switch error {
        case let stop as Stop: self = stop
        case ChangeRefusal.refused(let message): self = .failed("tributary: \(message)")
        case ChangeRefusal.invalid(let message), ChangeRefusal.unknown(let message),
            ChangeRefusal.taken(let message):
            self = .wrongUsage("tributary: \(message)")
        case let mistake as FilterMistake: self = .wrongUsage("tributary: \(mistake.message)")
        case UnfinishedChange.notInForce(let reason): self = .failed("tributary: \(reason)")
        case UnfinishedChange.notApplied(let error): self.init(error)
        // A store of the other environment, or one that is elsewhere, is a wrong configuration.
        case StoreError.mismatch, StoreError.moved: self = .wrongUsage("tributary: \(error)")
        case is StoreError: self = .failed("tributary: \(error)")
        default: return nil
        }
    }
}
