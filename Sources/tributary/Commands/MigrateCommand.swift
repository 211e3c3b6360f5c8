import ArgumentParser
import ConfigurationFiles
import Foundation
import Host
import Store

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move the store into a PostgreSQL database, or back into a directory.",
        discussion: """
            End the daemon before. Everything goes along with its ids, so webhook addresses, links and cursors hold.
            The new store counts only when it was compared with the old one: every row of each table, and what both
            answer about courses, attempts, what waits, and 100 searches. Then the old store refuses everything and
            names the new one, which tributary.yaml has to name too. Whatever cuts the move off before, the old
            store is as it was, and nothing is in the new place.
            ${NAME} and ${file:PATH} in a URL stand for what they do in tributary.yaml; put it in single quotes.
            Exit status 0: moved; 1: not moved; 2: mistakes.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(
        help: ArgumentHelp(
            "postgres://USER@HOST/DATABASE, a directory, or sqlite for the `data` of tributary.yaml.",
            valueName: "place"))
    var to: String

    func run() async throws {
        let session = Session()
        let configuration = try session.configuration(config)
        let migration = try StoreMigration(from: configuration, to: place(configuration, session))
        if try migration.finishes() {
            try say("The store is in \(migration.targetName): what was left of the move is done.")
            return try sayWhatToWrite(configuration, session)
        }
        let host = try session.unopened(configuration)
        let report = try await host.migrate(
            migration, by: ChangeActor(user: NSUserName()),
            waiting: { complain("tributary: a run is at work; waiting until it is done") },
            progress: { complain(Self.line($0)) })
        for remark in report.remarks { complain("tributary: \(remark)") }
        try say(
            """
            Moved the store to \(migration.targetName): \(report.rows.grouped) rows of \(report.tables) tables.
            The same in both: every row, \(report.courses.grouped) courses, \(report.attempts.grouped) attempts, what \
            waits, and \(report.searches) searches.
            """)
        try sayWhatToWrite(configuration, session)
    }

    private func place(_ configuration: Configuration, _ session: Session) throws -> StorePlace {
        let isDatabase = HostConfiguration.StoreDatabase.isURL(to)
        guard isDatabase || !to.contains("://") && !to.isEmpty else {
            throw Stop.wrongUsage(
                "tributary: --to is \"\(Self.masked(to))\"; postgres://USER@HOST/DATABASE, a directory, or sqlite was expected"
            )
        }
        guard !isDatabase else {
            do {
                return .postgres(
                    url: try HostConfiguration.StoreDatabase.url(
                        to, environment: session.environment, directory: Self.workingDirectory),
                    origin: "--to")
            } catch { throw Stop.wrongUsage("tributary: --to: \(error.message)") }
        }
        guard configuration.host.database != nil else {
            throw Stop.wrongUsage(
                "tributary: the store is a file already; to have it elsewhere, end the daemon and move the directory that `data` names"
            )
        }
        return .directory(directory(configuration))
    }

    private func directory(_ configuration: Configuration) -> URL {
        to == "sqlite"
            ? configuration.host.dataDirectory
            : URL(filePath: to, directoryHint: .isDirectory, relativeTo: Self.workingDirectory).absoluteURL
    }

    private static var workingDirectory: URL {
        URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    }

    private static func line(_ progress: StoreMigration.Progress) -> TerminalText {
        switch progress {
        case .copied(let table, let rows): "\(table): \(rows.grouped) \(rows == 1 ? "row" : "rows")"
        case .indexing: "making the search index …"
        case .comparing: "comparing …"
        }
    }

    private func sayWhatToWrite(_ configuration: Configuration, _ session: Session) throws {
        let file = config.location(session.environment).file
        let place = configuration.host.database.map { "\($0.place)" } ?? file
        guard !HostConfiguration.StoreDatabase.isURL(to) else {
            return try say(
                """
                Now let \(place) name it, and start the daemon again:

                store:
                  postgres: "\(Self.masked(to))"
                """)
        }
        let directory = directory(configuration)
        let isTheirs =
            directory.standardizedFileURL.path == configuration.host.dataDirectory.standardizedFileURL.path
        try say("Now take `store:` out of \(place), and start the daemon again.")
        if !isTheirs {
            try say(
                "Let `data:` name \(directory.path); the other files of \(configuration.host.dataDirectory.path) belong there too."
            )
        }
    }

    /// A URL with a reference in the place of a password.
    private static func masked(_ url: String) -> String {
        url.replacing(/^([a-zA-Z]+:\/\/[^:\/@?]*):(?!\$\{)[^@]*@/) { "\($0.output.1):${PGPASSWORD}@" }
            .replacing(/([?&]password=)(?!\$\{)[^&]*/) { "\($0.output.1)${PGPASSWORD}" }
    }
}
