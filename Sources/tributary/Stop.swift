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

    /// A store of the other environment is a wrong configuration; everything else about a store is a failure.
    static func store(_ error: StoreError) -> Stop {
        if case .mismatch = error { return .wrongUsage("tributary: \(error)") }
        return .failed("tributary: \(error)")
    }
}
