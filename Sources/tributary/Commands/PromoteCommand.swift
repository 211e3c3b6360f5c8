import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Runtime

struct PromoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Copy tested group files into production, after showing what changes.",
        discussion: """
            Run it with the configuration of the test environment; DIR is the directory of production's
            tributary.yaml. Files that only production has are left as they are. A host that serves production
            picks the files up by itself.
            Exit status 0: promoted, or nothing to do; 1: not confirmed; 2: mistakes.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The directory of production's configuration.", completion: .directory) var dir: String
    @Flag(help: "Write without asking; needed where nobody sits at a terminal.") var yes = false

    func run() async throws {
        let session = Session()
        let tested = try session.configuration(config)
        let promotion: Promotion
        do {
            promotion = try Promotion(
                of: tested,
                into: session.source(
                    file: (dir as NSString).appendingPathComponent("tributary.yaml"), explicit: true))
        } catch {
            throw stop(error, session)
        }
        for name in promotion.onlyThere { try say("\(name): only in production; left as it is") }
        for name in promotion.unchanged { try say("\(name): the same in production") }
        guard !promotion.changes.isEmpty else { return try say("Nothing to promote.") }
        for change in promotion.changes { try show(change, session.terminal) }
        guard yes || confirmed(promotion.changes.count, session.terminal) else {
            throw Stop(
                status: ExitStatus.failed,
                message: "tributary: nothing was written; --yes writes without asking")
        }
        do {
            try await HostRuntime(
                over: promotion.production, registry: builtInProviders, environment: .live()
            ).perform(.promote(promotion))
        } catch let problem as Promotion.Problem {
            throw stop(problem, session)
        }
        let count = promotion.changes.count
        try say("\(count) file\(count == 1 ? "" : "s") promoted to \(dir).")
    }

    private func show(_ change: Promotion.Change, _ terminal: Terminal) throws {
        try say("\(terminal.styled("\(change.shownFile): \(change.isNew ? "new" : "changed")", .bold))")
        for line in change.difference.lines {
            switch line {
            case .kept(let text): try say("    \(text)")
            case .removed(let text): try say("\(terminal.styled("  - \(text)", .yellow))")
            case .added(let text): try say("\(terminal.styled("  + \(text)", .green))")
            case .gap: try say("    …")
            }
        }
    }

    private func confirmed(_ count: Int, _ terminal: Terminal) -> Bool {
        guard isatty(STDIN_FILENO) == 1, terminal.showsProgress else { return false }
        complain("Write \(count) file\(count == 1 ? "" : "s")? [y/N]")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    private func stop(_ problem: Promotion.Problem, _ session: Session) -> Stop {
        switch problem {
        case .environment(let text): .wrongUsage("tributary: \(text)")
        case .mistakes(let mistakes): .wrongUsage(session.describe(mistakes))
        case .file(let text): Stop(status: ExitStatus.failed, message: "tributary: \(text)")
        }
    }
}
