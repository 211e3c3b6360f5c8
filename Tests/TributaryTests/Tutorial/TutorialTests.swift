import Foundation
import Testing
import TestSupport

/// Follows docs/your-first-provider.md to the letter in a copy of the package. A block of the page is, by the words
/// after its fence:
/// - `console`: `$ COMMAND` lines, each followed by what it prints
/// - `console fails`: the same; the last command fails
/// - `console background`: a command that stays up; the one before it is stopped
/// - `diff`: an edit
/// - `yaml PATH`: a file to be written
/// - `swift PATH`: lines that are in that file
@Suite("The tutorial")
struct TutorialTests {
    private static let folder = ProcessInfo.processInfo.environment["TRIBUTARY_COPY"]

    @Test(
        "Each command prints what the page shows, and the page says what it takes",
        .enabled(if: folder != nil, "slow: script/test --slow names a folder to build in, TRIBUTARY_COPY"))
    func followed() async throws {
        let copy = try await WholePackageCopy(at: URL(filePath: try #require(Self.folder)))
        defer { copy.remove() }
        let page = TutorialPage(
            try copy.contents("docs/your-first-provider.md")
                .replacing("8365", with: String(try Loopback.freePort())))
        var (commands, edits, files) = (0, 0, 0)
        var server: RunningProgram?
        defer { server?.send(SIGINT) }

        for block in page.blocks {
            let place = Comment("docs/your-first-provider.md:\(block.line)")
            switch block.kind {
            case "console" where block.argument == "background":
                let (command, shown) = try #require(block.commands.first, place)
                commands += 1
                if let server {
                    server.send(SIGINT)
                    _ = await server.finished()
                }
                let started = try copy.start(command)
                server = started
                await eventually("\(place): \(command) printed\n\(started.outputSoFar)") {
                    isAsShown(started.outputSoFar, shown) || !started.isRunning
                }
                #expect(isAsShown(started.outputSoFar, shown), place)
            case "console":
                for (command, shown) in block.commands {
                    commands += 1
                    let answer = try await copy.run(command)
                    #expect((answer.status == 0) == (block.argument != "fails"), "\(place): \(command)")
                    try #require(
                        isAsShown(answer.output, shown), "\(place): \(command) printed\n\(answer.output)")
                }
            case "diff":
                edits += block.text.split(separator: "\n").count { $0.hasPrefix("+++ ") }
                try copy.write(block.text, to: "edit.diff")
                let answer = try await copy.run("git apply --whitespace=error edit.diff && rm edit.diff")
                try #require(answer.status == 0, "\(place): \(answer.output)")
            case "yaml":
                files += 1
                try copy.write(block.text, to: block.argument)
            case "swift":
                #expect(try copy.contents(block.argument).contains(block.text), place)
            default:
                Issue.record("\(place): a block of \"\(block.kind)\" cannot be followed")
            }
        }

        let lint = try await copy.run(
            "swift format lint --strict --recursive --configuration .swift-format Plugins/Acme")
        #expect(lint == FinishedProgram(status: 0, wasKilled: false, output: "", errors: ""))
        let written = try await copy.run("git ls-files --others --exclude-standard Plugins/Acme")
        let elsewhere = try await copy.run(
            "git diff --name-only; git ls-files --others --exclude-standard -- ':!Plugins/Acme' ':!trial'")
        #expect(elsewhere.output == "Package.swift\n")
        let sentence = """
            writes \(written.output.split(separator: "\n").count) files and one line of `Package.swift`; the \
            tutorial takes \(commands) commands, \(edits) edits and \(files) files of configuration
            """
        #expect(page.text.replacing("\n", with: " ").contains(sentence), "\(sentence)")
    }

    @Test(
        "What is left out on the page may be anything in a line, or any lines",
        arguments: [
            ("a\n", "a\n", true), ("a  \n", "a\n", true), ("a\n", "b\n", false), ("a\nb\n", "a\n", false),
            ("a 12 b\n", "a … b\n", true), ("a\n12\nb\n", "a … b\n", false),
            ("a\nx\ny\nb\n", "a\n…\nb\n", true),
            ("a\nb\n", "a\n…\nb\n", true), ("a\nx\n", "a\n…\nb\n", false),
            ("1 (of 2).\n", "1 (of 2).\n", true),
            ("", "", true), ("a\n", "", false),
        ])
    func shown(printed: String, page: String, expected: Bool) {
        #expect(isAsShown(printed, page) == expected)
    }
}
