import ConfigurationFiles
import ThreeSixtyLearning
import ConnectorKit
import Foundation
import Model
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    @Test("without any file all defaults hold, and the missing directory is a note")
    func defaults() throws {
        let folder = try ConfigurationFolder()
        try FileManager.default.removeItem(at: folder.url.appending(path: "providers"))
        let configuration = try folder.load()
        let host = configuration.host
        #expect(host.environment == .production)
        #expect(host.dataDirectory.path == folder.url.appending(path: "data").path)
        #expect(host.providersDirectory.path == folder.url.appending(path: "providers").path)
        #expect(host.timezone.secondsFromGMT() == 3_600)
        #expect(host.defaultProvider == "go1")
        #expect(host.listen == ListenAddress(host: "127.0.0.1", port: 8360))
        #expect(host.publicURL == nil)
        #expect(host.retention.runs == .seconds(90 * 86_400))
        #expect(host.retention.events == .seconds(30 * 86_400))
        #expect(host.platform == .workspace)
        #expect(configuration.groups == [])
        #expect(configuration.notes == ["there is no directory providers; no group is configured"])
    }

    @Test("a host file of comments alone is all defaults")
    func emptyHost() throws {
        let folder = try ConfigurationFolder()
        let absent = try folder.load()
        try folder.write("# environment: test\n", to: "tributary.yaml")
        #expect(try folder.load(explicit: true) == absent)
        try folder.write("http:\nretention:\n", to: "tributary.yaml")
        #expect(try folder.load() == absent)
    }

    @Test("every key of tributary.yaml is read")
    func host() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            """
            environment: test
            data: /var/lib/tributary
            providers: ./groups/
            timezone: -03:30
            default_provider: go1
            http:
              listen: "[::1]:0"
              public_url: https://connect.example.com/t/
            retention: { runs: 2d, events: 36525d }
            lms:
              360learning:
                url: https://app.360learning.com/
                client_id: 0123e5
                client_secret: ${LMS_SECRET}
                default_language: fr

            """, to: "tributary.yaml")
        let host = try folder.load(["LMS_SECRET": "hush"]).host
        #expect(host.environment == .test)
        #expect(host.dataDirectory.path == "/var/lib/tributary")
        #expect(host.providersDirectory.path == folder.url.appending(path: "groups").path)
        #expect(host.timezone.secondsFromGMT() == -12_600)
        #expect(host.listen == ListenAddress(host: "::1", port: 0))
        #expect(host.publicURL == "https://connect.example.com/t")
        #expect(host.retention.runs == .seconds(2 * 86_400))
        #expect(host.retention.events == .seconds(36_525 * 86_400))
        #expect(
            host.platform
                == .external(
                    ConfiguredPlatform(
                        ThreeSixtyLearningPlatform(),
                        Settings(
                            texts: [
                                "url": "https://app.360learning.com", "client_id": "0123e5",
                                "default_language": "fr",
                            ], secrets: ["client_secret": Secret("hush")]))))
    }

    @Test(
        "time zones are offsets, UTC or IANA names",
        arguments: [
            ("+01:00", 3_600), ("\"-08:00\"", -28_800), ("UTC", 0), ("Asia/Kolkata", 19_800), ("Etc/UTC", 0),
        ])
    func timezone(_ written: String, _ seconds: Int) throws {
        let folder = try ConfigurationFolder()
        try folder.write("timezone: \(written)\n", to: "tributary.yaml")
        #expect(try folder.load().host.timezone.secondsFromGMT() == seconds)
    }

    @Test("a group that says the least has all defaults, the provider's included")
    func least() throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup, to: "providers/sales.yaml")
        let group = try #require(try folder.load().group("g1"))
        #expect(group.name == "g1")
        #expect(group.admin == nil)
        #expect(group.shownFile == "providers/sales.yaml")
        #expect(group.file.path == folder.url.appending(path: "providers/sales.yaml").path)
        let times = [try #require(TimeOfDay("07:40")), try #require(TimeOfDay("08:00"))]
        #expect(
            group.deployments == [
                DeploymentConfiguration(
                    group: "g1", provider: "go1",
                    settings: Settings(
                        texts: [
                            "portal": "https://acme.mygo1.com", "client_id": "abc",
                            "api_version": "2025-01-01", "verbose": "false",
                        ], secrets: ["secret": Secret("hush")]),
                    schedule: .init(catalog: [times[0]], stats: [times[1]]))
            ])
    }

    @Test("every key of a group's file is read")
    func everything() throws {
        let folder = try ConfigurationFolder()
        try folder.write("from file\r\n\r\n", to: "providers/secret.txt")
        try folder.write(
            """
            group: 620535045424093
            name: Sales Academy
            admin: ${ADMIN}
            providers:
              go1:
                enabled: false
                settings:
                  portal: https://acme.mygo1.com/
                  client_id: "a$${b}-${ID}$5"
                  secret: ${file:secret.txt}
                  api_version: 2022-07-01
                  page_size: ${SIZE}
                  api_url: http://127.0.0.1:8361/x?y=1
                  verbose: true
                  since: 2024-02-29
                schedule: { catalog: 07:40, stats: ["23:00", 08:00, "23:00"], changes: 15m }
                tags: true
                filters: { languages: [no, en_us, EN, en], content_types: [course, Movie, video], subject: [design, DS, ds] }
                push_completions: ${PUSH}
                integration:
                  name: Go1 by Tributary
                  logo: https://example.com/x.png
                  default_progress: 7
                  default_completion: true
                  subgroups: false

            """, to: "providers/sales.yml")
        let group = try #require(
            try folder.load(["ADMIN": "admin@acme.example", "ID": "7", "SIZE": "50", "PUSH": "false"]).groups
                .first)
        #expect(group.id == "620535045424093")
        #expect(group.name == "Sales Academy")
        #expect(group.admin == "admin@acme.example")
        let deployment = try #require(group.deployment(of: "go1"))
        #expect(!deployment.enabled)
        #expect(
            deployment.settings
                == Settings(
                    texts: [
                        "portal": "https://acme.mygo1.com", "client_id": "a${b}-7$5",
                        "api_version": "2022-07-01", "page_size": "50",
                        "api_url": "http://127.0.0.1:8361/x?y=1", "verbose": "true",
                        "since": "2024-02-29",
                    ], secrets: ["secret": Secret("from file")]))
        #expect(deployment.schedule.catalog.map(\.description) == ["07:40"])
        #expect(deployment.schedule.stats.map(\.description) == ["08:00", "23:00"])
        #expect(deployment.schedule.changes == .seconds(900))
        #expect(deployment.tags)
        #expect(deployment.filters.languages.map(\.text) == ["no", "en-US", "en"])
        #expect(deployment.filters.contentTypes == ["course", "video"])
        #expect(
            deployment.filters.terms == [
                TermFilter(name: "subject", field: .subjects, values: ["Design", "Data Science"])
            ])
        #expect(deployment.filterPlaces.languages?.description == "providers/sales.yml:18:27")
        #expect(deployment.filterPlaces.contentTypes?.fileAndLine == "providers/sales.yml:18")
        #expect(!deployment.pushCompletions)
        #expect(
            deployment.integration
                == .init(
                    name: "Go1 by Tributary", logo: "https://example.com/x.png", defaultProgress: 7,
                    defaultCompletion: true, subgroups: false))
    }

    @Test("the files that the documentation shows are right as they stand")
    func documented() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            """
            environment: production               # or test, section 12
            data: data
            providers: providers
            timezone: "+01:00"
            default_provider: go1
            http:
              listen: 127.0.0.1:8360
              public_url: https://connect.example.com
            retention: { runs: 90d, events: 30d }
            lms: workspace                        # or:
            # lms:
            #   360learning:

            """, to: "tributary.yaml")
        try folder.write("from file\n", to: "go1")
        try folder.write(
            """
            # providers/sales.yaml
            group: 62be0535045424d93edaad7b       # 360Learning group id
            name: Sales Academy
            admin: admin@acme.example
            providers:
              go1:
                enabled: true
                settings:
                  portal: https://acme.mygo1.com
                  client_id: ${GO1_CLIENT_ID}     # ${NAME} environment, ${file:PATH} a file's content
                  secret: ${file:../go1}
                schedule: { catalog: "07:40", stats: "08:00" }
                tags: true
                filters: { languages: [en, fr], content_types: [course, video] }
                push_completions: false
                integration: { name: Go1 by Tributary, logo: https://example.com/a.png, default_progress: 0, \
            default_completion: false, subgroups: true }

            """, to: "providers/sales.yaml")
        #expect(folder.mistakes(["GO1_CLIENT_ID": "abc"]) == [])
        let settings = try folder.load(["GO1_CLIENT_ID": "abc"]).deployments.first?.settings
        #expect(settings?["client_id"] == "abc")
        #expect(settings?.secret("secret") == Secret("from file"))
    }

    @Test("a group's file is named as the host's file leads to it, wherever the host was started")
    func names() throws {
        let folder = try ConfigurationFolder()
        try folder.write("group: a b\n", to: "providers/sales.yaml")
        try folder.write("providers: ./providers/\ndata: ''\n", to: "tributary.yaml")
        var source = folder.source(explicit: true)
        source.workingDirectory = URL(filePath: "/")
        source.hostFile = folder.url.appending(path: "tributary.yaml").path
        do throws(ConfigurationMistakes) {
            _ = try Configuration.load(source)
            Issue.record("mistakes were not found")
        } catch {
            #expect(
                error.description == """
                    \(source.hostFile):2:7: data is ""; a path was expected
                    providers/sales.yaml:1:8: group is "a b"; an id without white space was expected
                    """)
        }
    }

    @Test("yaml and yml files are read in order of name; hidden and other files are not")
    func files() throws {
        let folder = try ConfigurationFolder()
        for (name, id) in [
            ("b.yml", "b"), ("a.yaml", "a"), (".c.yaml", "c"), ("d.yaml~", "d"), ("e.json", "e"),
        ] {
            try folder.write("group: \(id)\n", to: "providers/\(name)")
        }
        #expect(try folder.load().groups.map(\.id) == ["a", "b"])
    }

    @Test("aliases and merge keys say what they stand for")
    func aliases() throws {
        let folder = try ConfigurationFolder()
        try folder.write(
            """
            group: &id g1
            name: *id
            providers:
              go1:
                settings: &s { portal: https://a.example, client_id: x, secret: y }

            """, to: "providers/a.yaml")
        #expect(try folder.load().groups.first?.name == "g1")
        try folder.write(
            """
            retention: &r { runs: 2d }
            http: {}
            lms: workspace

            """, to: "tributary.yaml")
        #expect(try folder.load().host.retention.runs == .seconds(2 * 86_400))
    }

    @Test(
        "null switches nothing on or off; changes takes no",
        arguments: [
            "filters:", "filters: { languages: , content_types: ~ }", "schedule: { changes: no }",
            "integration: null",
            "schedule:",
        ])
    func nothing(_ line: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup, to: "providers/sales.yaml")
        let plain = try folder.load()
        try folder.write(goodGroup + "    \(line)\n", to: "providers/sales.yaml")
        #expect(try folder.load() == plain)
    }

    @Test("a byte order mark, CRLF and a missing last line end read the same")
    func bytes() throws {
        let folder = try ConfigurationFolder()
        try folder.write(goodGroup, to: "providers/sales.yaml")
        let plain = try folder.load()
        let crlf = goodGroup.replacing("\n", with: "\r\n")
        for text in ["\u{FEFF}" + goodGroup, crlf, "\u{FEFF}" + crlf, String(goodGroup.dropLast())] {
            try folder.write(text, to: "providers/sales.yaml")
            #expect(try folder.load() == plain)
        }
    }

    @Test("a text that is not UTF-8 is told with the place where it stops being so")
    func encodings() throws {
        let folder = try ConfigurationFolder()
        let file = folder.url.appending(path: "providers/sales.yaml")
        try Data("group: g1\nname: Caf".utf8 + [0xE9, 0x0A]).write(to: file)
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/sales.yaml:2:10: the file is not UTF-8 from here on; save it as UTF-8"
            ])
        try Data([0xFF, 0xFE, 0x67, 0x00]).write(to: file)
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/sales.yaml:1:1: the file is UTF-16; save it as UTF-8"
            ])
        try Data(repeating: UInt8(ascii: "#"), count: (1 << 20) + 1).write(to: file)
        #expect(
            folder.mistakes().map(\.description) == [
                "providers/sales.yaml:1:1: the file cannot be read: it is larger than 1024 KiB"
            ])
    }
}
