import ArgumentParser
import Foundation
import Host

@main
struct Tributary: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tributary",
        abstract:
            "The open connector host: learning content from providers such as Go1, in the groups of your LMS.",
        discussion: """
            --config FILE names the host's configuration file (default tributary.yaml, also TRIBUTARY_CONFIG);
            it may stand before or after the command.
            """,
        version: Version.current,
        subcommands: [
            DemoCommand.self,
            InitCommand.self,
            CheckCommand.self,
            ServeCommand.self,
            SyncCommand.self,
            CoursesCommand.self,
            AttemptsCommand.self,
            ExplainCommand.self,
            TagsCommand.self,
            FiltersCommand.self,
            OverlapsCommand.self,
            RetiringCommand.self,
            PushCommand.self,
            ProvidersCommand.self,
            SchemaCommand.self,
            RunsCommand.self,
            StatusCommand.self,
            ReplayCommand.self,
            ReconcileCommand.self,
            TokenCommand.self,
            ExportCommand.self,
            BackupCommand.self,
            RestoreCommand.self,
            MigrateCommand.self,
            PromoteCommand.self,
            SandboxCommand.self,
        ])

    static func main() async {
        keepStandardDescriptors()
        // A reader that goes, as `head` does, is an error of writing and not the program's end.
        signal(SIGPIPE, SIG_IGN)
        let interruption = Interruption()
        let work = Task { await perform(Array(CommandLine.arguments.dropFirst())) }
        let signals = interruption.onInterrupt { work.cancel() }
        let ending = await work.value
        for signal in signals { signal.cancel() }
        // Without exit handlers: OpenSSL's takes its locks from under the network's thread, which crashes.
        let wasInterrupted = interruption.happened && !ending.answersSignal
        _exit(wasInterrupted ? ExitStatus.interrupted : ending.status)
    }

    /// Runs a command line.
    ///
    /// - Returns: the exit status of rule R1, and whether it stands after a signal.
    private static func perform(_ arguments: [String]) async -> (status: Int32, answersSignal: Bool) {
        do {
            try await run(arguments)
            return (ExitStatus.done, false)
        } catch let stop as Stop {
            if !stop.message.isEmpty { complain(stop.message) }
            return (stop.status, stop.answersSignal)
        } catch let code as ExitCode {
            return (code.rawValue, false)
        } catch {
            complain("tributary: \(error)")
            return (ExitStatus.failed, false)
        }
    }

    /// Runs a command line; help and version are printed as it asks for them.
    private static func run(_ arguments: [String]) async throws {
        do {
            var command = try parseAsRoot(takingConfiguration(arguments))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            if let stop = Stop(error) { throw stop }
            let message = TerminalText(lines: fullMessage(for: error))
            guard exitCode(for: error) == .success else { throw Stop.wrongUsage(message) }
            try say(message)
        }
    }

    /// The arguments without a `--config` that stands before the command: it is handed on as the
    /// environment variable that means the same.
    private static func takingConfiguration(_ arguments: [String]) -> [String] {
        guard let first = arguments.first, first == "--config" || first.hasPrefix("--config=") else {
            return arguments
        }
        let joined = first.dropFirst("--config=".count)
        guard let file = first == "--config" ? arguments.dropFirst().first : String(joined) else {
            return arguments
        }
        setenv("TRIBUTARY_CONFIG", file, 1)
        return Array(arguments.dropFirst(first == "--config" ? 2 : 1))
    }

    /// Where standard input, output or error is closed, the next file to be opened would pass for it.
    private static func keepStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1
        {
            _ = open("/dev/null", O_RDWR)
        }
    }
}
