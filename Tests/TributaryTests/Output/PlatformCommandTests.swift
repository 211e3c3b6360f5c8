import Foundation
import ThreeSixtyLearningSimulator
import Testing
import TestSupport

@Suite struct PlatformCommandTests {
    @Test("sandbox 360learning says how it is reached, and check --online tells of its admin's rights")
    func checked() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let platform = try sandbox.start(
                ["sandbox", "360learning", "--port", "0", "--items", "3", "--fault", "429@next1"])
            defer { platform.send(SIGKILL) }
            await eventually("the platform says how it is reached") {
                platform.outputSoFar.contains("  admin: ")
            }
            let told = platform.outputSoFar
            let url = try #require(told.firstMatch(of: /url: (\S+)/)).1
            #expect(
                told == """
                    360Learning is simulated at \(url) with 3 learners; Ctrl-C ends it

                    tributary.yaml reaches it with:
                      lms:
                        360learning:
                          url: \(url)
                          client_id: lms-sandbox
                          client_secret: lms-sandbox-secret

                    and a provider file with:
                      group: \(Group.sales.id)
                      admin: \(User.admin.mail)

                    """)
            #expect(
                try await check(String(url), admin: User.admin.mail, sandbox)
                    == Checked(
                        status: 0,
                        errors: "360learning for Sales Academy: reached, credentials accepted, "
                            + "admin@acme.example may administrate the platform"))
            #expect(
                try await check(String(url), admin: User.learner(1).mail, sandbox)
                    == Checked(
                        status: 1,
                        errors: "360learning for Sales Academy: learner-1@acme.example is neither an "
                            + "administrator nor the owner of the 360Learning platform; admin: is to be one "
                            + "of them"))
            #expect(
                try await check(String(url), admin: User.admin.mail, secret: "not-it", sandbox)
                    == Checked(
                        status: 1,
                        errors: "360learning for Sales Academy: POST \(url)/api/v2/oauth2/token: 360Learning "
                            + "answered 401 invalid_client; are client_id and client_secret in "
                            + "tributary.yaml those of API v2 credentials of this platform?"))
            platform.send(SIGINT)
            #expect(await platform.finished().status == 130)
        }
    }

    private struct Checked: Equatable {
        let status: Int32
        /// The last line.
        let errors: String
    }

    private func check(
        _ url: String, admin: String, secret: String = "lms-sandbox-secret", _ sandbox: Sandbox
    ) async throws -> Checked {
        try sandbox.write(
            """
            lms:
              360learning:
                url: \(url)
                client_id: lms-sandbox
                client_secret: \(secret)

            """, to: "tributary.yaml")
        var group = Sandbox.Group()
        group.id = Group.sales.id
        let text = group.text.replacing(
            "name: Sales Academy\n", with: "name: Sales Academy\nadmin: \(admin)\n")
        try sandbox.write(text, to: "providers/sales.yaml")
        let done = try await sandbox.run("check", "--online")
        let lines = done.errors.split(separator: "\n").map(String.init)
        return Checked(status: done.status, errors: lines.last ?? "")
    }
}
