import Push
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Model
import Push
import Store
import Synchronization

struct PushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send content, or completions of it, to a provider.",
        subcommands: [ContentCommand.self, CompletionsCommand.self])

    struct ContentCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "content", abstract: "Create, update or unpublish content at the provider.",
            discussion: """
                FILE is CSV with a header, or one JSON object a line, in UTF-8, or in UTF-16 with a mark. Columns:
                external_reference, title, description, launch_url, image (required);
                type (default link), language, duration (minutes), topics, skills, published, removed.
                Lists are joined by | in CSV. external_reference is the key: what is found is updated, all else
                created, unpublished. A row with removed true is unpublished.
                """ + Pushing.discussion)

        @OptionGroup var options: PushOptions

        func run() async throws { try await Pushing(kind: .content, options: options).run() }
    }

    struct CompletionsCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "completions", abstract: "Report learners' completions of pushed content.",
            discussion: """
                FILE is CSV with a header, or one JSON object a line, in UTF-8, or in UTF-16 with a mark. Columns:
                content_external_reference (or learning_object_external_reference), email, completed_at
                (required; ISO 8601); started_at, passed, score (0 to 100).
                A learner who has completed it at the provider already is left alone.
                """ + Pushing.discussion)

        @OptionGroup var options: PushOptions

        func run() async throws { try await Pushing(kind: .completions, options: options).run() }
    }
}

struct PushOptions: ParsableArguments {
    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The file.") var file: String
    @Option(help: "The group (id or name) whose provider it is.") var group: String
    @Option(help: "The provider; the default provider when left out.") var provider: String?
    @Flag(help: "Say what would be done, and send nothing.") var dryRun = false
    @Option(help: "human, json, ndjson or csv.") var format = Format.human
}

/// A push somebody waits for.
struct Pushing {
    static let discussion = """

        Machine formats print one record a row, with the keys
        \(Record.pushKeys.joined(separator: ", ")).
        outcome is created, updated, unchanged, unpublished, completed, refused or failed; line is the physical
        line, the header of CSV being 1. What is accepted is kept: interrupted, the next push goes on, and what
        failed five times is set aside for `tributary replay`.
        Exit status 0: all done; 1: something was refused or failed; 2: the file is none to push.
        """

    let kind: PushKind
    let options: PushOptions

    func run() async throws {
        let session = Session()
        let host = try await session.host(options.config)
        let target = try await target(host)
        var file: PushFile
        do { file = try PushFile(URL(filePath: options.file), of: kind, now: host.now) } catch {
            throw wrong(error)
        }
        let list = OutcomeList(options.format, session.terminal, isPlan: options.dryRun)
        if options.dryRun {
            try await plan(&file, host, target, list)
        } else {
            try await send(file, host, target, list)
        }
        try list.finish()
        if !options.dryRun {
            try await Delivering(session: session).runIfDue(host, says: options.format == .human)
        }
        if list.failed > 0 { throw Stop(status: ExitStatus.failed, message: "") }
    }

    private func target(_ host: HostRuntime) async throws -> PushTarget {
        let group = try host.group(options.group)
        let deployment = try host.deployment(options.provider, in: group)
        try builtInProviders.require(.push, of: deployment.provider)
        let found = try await host.push.target(group: group.id, provider: deployment.provider)
        guard let found else {
            throw Stop.wrongUsage(
                "tributary: \(deployment.provider) is switched off in \(group.name) (\(group.shownFile))")
        }
        return found
    }

    private func wrong(_ problem: PushFileProblem) -> Stop {
        .wrongUsage("tributary: \(options.file): \(problem.message)")
    }

    private func send(
        _ file: PushFile, _ host: HostRuntime, _ target: PushTarget, _ list: OutcomeList
    ) async throws {
        var rest = file
        var problem: PushFileProblem?
        // A file that is none to push leaves no job.
        var rows: [PushRow]?
        do { rows = try rest.next() ?? [] } catch { throw wrong(error) }
        let job = try await host.perform(
            .push(kind, to: target, on: host) { host in
                let job = try await host.push.openJob(for: target)
                while let accepted = rows {
                    try await host.push.accept(accepted, into: job, for: target)
                    do throws(PushFileProblem) {
                        rows = Task.isCancelled ? nil : try rest.next()
                    } catch {
                        (problem, rows) = (error, nil)
                    }
                }
                return job
            })
        if let problem { throw wrong(problem) }
        let meter = PushMeter()
        let report = try await host.push.deliver(to: target) { meter.show(target.name, $0) }
        if let failure = report.failure { complain("tributary: \(target.name): \(failure)") }
        var last: StoredPush.ID?
        while true {
            let page = try await host.store.pushes(of: job, after: last, limit: 500)
            guard let end = page.last else { return }
            for push in page { try list.add(push, waiting: report.failure) }
            last = end.id
        }
    }

    private func plan(
        _ file: inout PushFile, _ host: HostRuntime, _ target: PushTarget, _ list: OutcomeList
    ) async throws {
        var seen: [String: Int] = [:]
        while true {
            let rows: [PushRow]
            do {
                guard let next = try file.next() else { return }
                rows = next
            } catch { throw wrong(error) }
            let plans: [PushPlan?]
            do { plans = try await host.push.plan(rows, for: target) } catch {
                throw Stop.failed("tributary: \(target.name): \(error)")
            }
            for (row, plan) in zip(rows, plans) { try list.add(row, plan, &seen) }
        }
    }
}

/// Says once that another process is at work.
private final class PushMeter: Sendable {
    private let told = Mutex(false)

    func show(_ name: String, _ progress: PushProgress) {
        guard case .waiting = progress else { return }
        let isFirst = told.withLock { told in
            defer { told = true }
            return !told
        }
        if isFirst { complain("\(name): another process pushes to it; waiting until that is done") }
    }
}
