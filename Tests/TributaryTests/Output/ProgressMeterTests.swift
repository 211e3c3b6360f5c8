import Foundation
import Go1Simulator
import PostgresTesting
import SimulatorSupport
import StoreTesting
import Testing
import TestSupport

@Suite struct ProgressMeterTests {
    @Test("on a terminal the line of progress is gone before an error is told", .storesAreFiles)
    func cleared() async throws {
        guard let script = installedProgram("script"), let binary = Surroundings.binary else { return }
        let gate = Gate()
        let portal = Sandbox.portal(items: 60, pause: { _ in await gate.pass() }) {
            $0.faults = [FaultRule(.common(.slow), .page(2))]
        }
        try await Sandbox.with(portal) { sandbox in
            defer { gate.open() }
            var group = Sandbox.Group()
            group.settings["page_size"] = "20"
            try sandbox.write(group)
            let running = try sandbox.start(
                script, ["-qec", "'\(binary.path)' sync catalog", "/dev/null"], environment: ["TERM": "xterm"]
            )
            await eventually("the second page is asked for") { gate.arrivals == 1 }
            await eventually("progress is drawn") { running.outputSoFar.contains("items") }
            // A store that another hand broke: the run cannot go on, and ends with an error of the store.
            try sandbox.tables().run("ALTER TABLE item RENAME TO elsewhere")
            gate.open()
            let done = await running.finished()
            #expect(done.status == 1)
            let told = done.output.split(separator: "\r\u{1B}[K").last
            let lines = told?.split(whereSeparator: \.isNewline) ?? []
            #expect(lines.first?.hasPrefix("go1 for Sales Academy: ") == true, "\(done.output)")
            #expect(
                lines.last
                    == """
                    tributary: go1 for Sales Academy: \(sandbox.store.path): no such table: item; `tributary backup` \
                    saves what can be read, and `tributary restore` brings a backup back
                    """)
        }
    }
}
