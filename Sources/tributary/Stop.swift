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

    /// What a command ends with if a change was not made, or is not in force; nil for an error of another kind.
    static func change(_ error: any Error) -> Stop? {
        switch error {
        case ChangeRefusal.refused(let message): .failed("tributary: \(message)")
        case ChangeRefusal.invalid(let message), ChangeRefusal.unknown(let message),
            ChangeRefusal.taken(let message):
            .wrongUsage("tributary: \(message)")
        case UnfinishedChange.notInForce(let reason): .failed("tributary: \(reason)")
        case UnfinishedChange.notApplied(let error): .store(error)
        case let error as StoreError: .store(error)
        default: nil
        }
    }

    /// A store of the other environment is a wrong configuration; everything else about a store is a failure.
    static func store(_ error: StoreError) -> Stop {
        if case .mismatch = error { return .wrongUsage("tributary: \(error)") }
        return .failed("tributary: \(error)")
    }
}
