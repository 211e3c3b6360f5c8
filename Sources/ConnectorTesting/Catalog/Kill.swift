import ConnectorKit
import Foundation

extension ConformanceCase {
    static let kill = ConformanceCase(
        "kill", of: .catalog,
        guarantee: "`kill -9` after any commit loses nothing: the next run of the program completes.",
        method:
            "The built program is killed once each page is stored, while the simulator holds back "
            + "the next one; then it runs again."
    ) { trial in
        guard let program = trial.program else {
            throw Skip("there is no built program beside the tests, and TRIBUTARY_BINARY names none")
        }
        let (pages, wanted) = try await trial.bench { bench in
            try await bench.program(program) { folder in
                let probe = try folder.start("providers", bench.provider.descriptor.id)
                if let problem = await probe.finished() {
                    throw Skip("the built program does not have this provider: it \(problem)")
                }
                if let problem = try await folder.start("sync", "catalog").finished() {
                    throw Violation("undisturbed, the program \(problem)")
                }
                let courses = try await folder.courses()
                // An empty page at the end has no number that every simulator would know it by.
                let pages = try await bench.listing().pages.filter { $0.rows > 0 }.map { page in
                    page.items.map(\.id).filter { courses.all[$0] != nil }
                }
                return (pages, courses)
            }
        }
        for number in pages.indices.dropLast() where !pages[number].isEmpty {
            var attempts = 1
            while try await !isKilled(trial, program, storing: pages[number], page: number + 1, wanted) {
                attempts += 1
                try require(
                    attempts <= 5,
                    "the program ended each time before it could be killed with page \(number + 1) stored; "
                        + "the simulator's fault slow@page\(number + 2) would have to hold it back")
            }
        }
        return "\(pages.count - 1) kills"
    }

    /// Kills the program once a page is stored, and checks what the next run makes of it.
    ///
    /// - Returns: false if the program was faster, as on a machine with much else to do.
    private static func isKilled(
        _ trial: Trial, _ program: URL, storing ids: [String], page: Int, _ wanted: Courses
    ) async throws -> Bool {
        try await trial.bench(faults: ["slow@page\(page + 1)"]) { bench in
            try await bench.program(program) { folder in
                let running = try folder.start("sync", "catalog")
                let store = try folder.store()
                while running.isRunning, try await !folder.holds(ids, in: store) {
                    try await Task.sleep(for: .milliseconds(2))
                }
                running.kill()
                guard await running.finished() == "was killed" else { return false }
                let name = "a kill with page \(page) stored and another run"
                if let problem = try await folder.start("sync", "catalog").finished() {
                    throw Violation("after \(name), the program \(problem)")
                }
                try await folder.courses().require(wanted, after: name)
                return true
            }
        }
    }
}

extension Bench {
    /// Runs a body with a folder for the program, which is removed afterwards.
    fileprivate func program<Value: Sendable>(
        _ program: URL, _ body: (ProgramFolder) async throws -> Value
    ) async throws -> Value {
        try await stores.withFolder {
            try await body(ProgramFolder($0, bench: self, program: program))
        }
    }
}
