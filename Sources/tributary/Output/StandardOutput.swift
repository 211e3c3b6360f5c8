import Foundation

/// Writes a line to standard output.
///
/// - Throws: ``Stop/output(_:)``.
func say(_ text: TerminalText = "") throws(Stop) {
    try writeOutput(Data((text.text + "\n").utf8))
}

/// Writes bytes to standard output.
///
/// - Throws: ``Stop/output(_:)``.
func writeOutput(_ bytes: some DataProtocol) throws(Stop) {
    do {
        try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
        throw .output(error)
    }
}

/// Writes a line to standard error; where that cannot be written there is nobody to report to.
func complain(_ text: TerminalText) {
    try? FileHandle.standardError.write(contentsOf: Data((text.text + "\n").utf8))
}

extension Stop {
    /// Output that could not be written is a failure; without words where the reader of a pipe has gone,
    /// as `head` does.
    static func output(_ error: any Error) -> Stop {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        guard cause.domain == NSPOSIXErrorDomain, let code = Int32(exactly: cause.code) else {
            return .failed("tributary: standard output cannot be written: \(error.localizedDescription)")
        }
        guard code != EPIPE else { return Stop(status: ExitStatus.failed, message: "") }
        return .failed("tributary: standard output cannot be written: \(String(cString: strerror(code)))")
    }
}
