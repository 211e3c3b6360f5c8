import ConfigurationFiles
import Foundation
import Testing

/// Whatever is wrong, and wherever a secret stands where one may stand, nothing that is said holds it.
@Suite("Secrets in messages")
struct SecrecyTests {
    private static let marker = "hunter2MARKER"

    /// Files in which the marker is the value of a secret or of an unknown key, each with a mistake.
    private static let files: [String] = {
        let spellings = [
            marker, "'\(marker)'", "\"\(marker)\"", "[\(marker)]", "{ a: \(marker) }", "!!str \(marker)",
            "&a \(marker)", "|\n          \(marker)", ">-\n          x\n          \(marker)",
            "\n          - \(marker)", "\n          a: \(marker)", "\(marker)\n          more \(marker)",
            "${\(marker)", "${file:}\(marker)", "${UNSET}\(marker)", "@\(marker)", "\"\(marker)",
            "[\(marker)",
            "${LEAK}", "!!binary \(marker)", "a: \(marker)", "* \(marker)", "\(marker): x",
        ]
        let keys = ["secret", "sekret", "token", "\"secret\"", "? secret\n      ", "zzz"]
        return spellings.flatMap { spelling in
            keys.map { key in
                """
                group: g1
                nmae: x
                providers:
                  go1:
                    \(key == "zzz" ? "zzz: \(spelling)\n    tags: 1" : "tags: 1") # \(marker)
                    settings:
                      portal: ${LEAK}
                      client_id: ${LEAK}
                      page_size: ${LEAK}
                      api_url: ${URL}
                      api_version: ${LEAK}
                      verbose: ${LEAK}
                      \(key == "zzz" ? "secret" : key): \(spelling)
                      \(key == "zzz" ? "secret" : key): \(spelling)
                    schedule: { catalog: "${LEAK}" }
                    filters: { languages: ["${LEAK}"], content_types: ["${LEAK}"], secret:\(marker) }
                  go2: { secret: \(marker), settings: { secret: \(marker) } } # \(marker)
                  secret: \(spelling)

                """
            }
        }
    }()

    private func said(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            "\(diagnostic.rendered)\n\(String(reflecting: diagnostic))"
        }.joined(separator: "\n")
    }

    private let environment = ["LEAK": marker, "URL": "http://\(marker).example/\(marker)"]

    @Test("no diagnostic of a group's file holds a secret, in any form")
    func groups() throws {
        let folder = try ConfigurationFolder()
        for text in Self.files {
            try folder.write(text, to: "providers/sales.yaml")
            let diagnostics = folder.mistakes(environment)
            #expect(!diagnostics.isEmpty)
            let said = said(diagnostics)
            #expect(
                !said.contains(Self.marker) && !said.contains(Self.marker.lowercased()), "\(text)\n\(said)")
        }
    }

    @Test("no diagnostic of tributary.yaml holds a secret, in any form")
    func host() throws {
        let folder = try ConfigurationFolder()
        for lms in [
            "{ 360learning: { client_secret: \(Self.marker), url: x } }", "[\(Self.marker)]",
            "{ token: \(Self.marker) }", "{ 360learning: \(Self.marker) }",
            "{ 360learning: [\(Self.marker)] }",
            "{ 360learning: { client_secret: [\(Self.marker)], secret: \(Self.marker) } }",
            "${LEAK}",
            "{ 360learning: { client_secret: '${LEAK', url: '${LEAK}', default_language: '${LEAK}' } }",
        ] {
            try folder.write(
                """
                environment: ${LEAK}
                timezone: ${LEAK}
                default_provider: ${LEAK}
                http: { listen: "${LEAK}", public_url: "${LEAK}" }
                retention: { runs: "${LEAK}" }
                network: { proxy: "ftp://\(Self.marker)@p", proxi: \(Self.marker), ca: "${LEAK}",
                  no_proxy: ["http://a:\(Self.marker)@x", "http://${LEAK}"], private: ["${LEAK}/x"] }
                secret: \(Self.marker)
                lms: \(lms) # \(Self.marker)

                """, to: "tributary.yaml")
            let diagnostics = folder.mistakes(environment)
            #expect(diagnostics.count > 5)
            #expect(!said(diagnostics).contains(Self.marker), "\(said(diagnostics))")
        }
    }

    @Test("the password of a URL is in no diagnostic, nor in the line that it shows")
    func passwordOfURL() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            goodGroup.replacing("https://acme", with: "https://me:\(Self.marker)@acme"),
            to: "providers/sales.yaml")
        let diagnostics = folder.mistakes()
        #expect(diagnostics.map(\.offending) == ["https://••••@acme.mygo1.com"])
        #expect(!said(diagnostics).contains(Self.marker), "\(said(diagnostics))")
    }

    @Test("what a provider says of its settings is masked where it repeats a secret")
    func provider() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            goodGroup.replacing("client_id: abc", with: "client_id: hush"), to: "providers/sales.yaml")
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/sales.yaml:7:15: client_id and secret are the same: ••••"
            ])
    }

    @Test("configuration that was read prints no secret")
    func values() throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup.replacing("hush", with: Self.marker), to: "providers/sales.yaml")
        var printed = ""
        dump(try folder.load(), to: &printed)
        #expect(printed.contains("acme.mygo1.com"))
        #expect(!printed.contains(Self.marker))
    }
}
