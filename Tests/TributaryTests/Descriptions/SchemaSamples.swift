import Testing

/// A configuration file, and whether it is right.
struct SchemaSample: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String

    init(_ name: String, _ text: String) {
        testDescription = name
        self.text = text
    }

    /// A group's file with these lines in the block of a provider of every kind of setting.
    static func go1(_ name: String, _ lines: String) -> SchemaSample {
        SchemaSample(
            name,
            """
            group: g1
            providers:
              go1:
                settings: { portal: https://acme.mygo1.com, client_id: x, secret: y }
                \(lines)

            """)
    }

    /// A group's file with these settings.
    static func settings(_ name: String, _ settings: String) -> SchemaSample {
        SchemaSample(name, "group: g1\nproviders:\n  go1:\n    settings: { \(settings) }\n")
    }

    /// A group's file with this block for a provider of catalogs alone.
    static func oai(_ name: String, _ lines: String) -> SchemaSample {
        SchemaSample(
            name,
            "group: g1\nproviders:\n  oai-pmh: { settings: { url: https://a.example/oai }, \(lines) }\n")
    }
}

/// Variables that the samples refer to.
let sampleEnvironment = [
    "TEXT": "text", "URL": "https://a.example", "NUMBER": "7", "YES": "true", "TIME": "07:40", "TAG": "en",
    "TYPE": "video", "MAIL": "a@b", "ZONE": "UTC", "ID": "go1", "LISTEN": "[::1]:0", "SPAN": "2d",
]

let rightGroups: [SchemaSample] = [
    SchemaSample("the least", "group: g1\n"),
    SchemaSample("a group of digits", "group: 62050\nname: 2026\nadmin: ${MAIL}\n"),
    SchemaSample("nothing written", "group: ${ID}\nname:\nadmin: ~\nproviders:\n"),
    .go1("sections without anything", "filters:\n    schedule:\n    integration:"),
    .go1(
        "every key",
        """
        enabled: false
            tags: true
            schedule: { catalog: ["07:40", 12:00], changes: 15m }
            filters: { languages: [en, pt_BR, no], content_types: [course, video] }
            push_completions: false
            integration: { name: x, logo: https://a.example/x.png, default_progress: 7,
              default_completion: true, subgroups: false }
        """),
    .go1(
        "references for everything",
        """
        enabled: ${YES}
            tags: "${YES}"
            schedule: { catalog: "${TIME}", changes: "${SPAN}" }
            filters: { languages: ["${TAG}"], content_types: ["${TYPE}"] }
            integration: { default_progress: "${NUMBER}", subgroups: "${YES}", logo: "${URL}" }
        """),
    .go1("never", "schedule: { changes: no }"),
    .go1("never as a boolean", "schedule: { changes: false, catalog: }"),
    .go1("filters of nothing", "filters: { languages: , content_types: [] }"),
    .settings(
        "settings by reference",
        """
        portal: "${URL}", client_id: "${TEXT}", secret: "a${TEXT}", page_size: "${NUMBER}", api_url: "${URL}"
        """),
    .settings(
        "settings that are numbers",
        "portal: https://a.example/, client_id: 1.5e3, secret: true, page_size: 50, api_version: 2025-01-01"
    ),
    .settings("this machine", "portal: http://127.0.0.1:8361, client_id: x, secret: y, page_size:"),
    .settings("an IPv6 address", "portal: \"HTTP://[::1]:80\", client_id: x, secret: y, target: library"),
    .oai("no statistics, and no completions", "push_completions: false, schedule: { catalog: \"07:40\" }"),
    SchemaSample(
        "aliases",
        "group: &id g1\nname: *id\nproviders: { oai-pmh: { settings: { url: https://a.example/oai } } }\n"
    ),
]

let wrongGroups: [SchemaSample] = [
    SchemaSample("no group", "name: Sales\n"),
    SchemaSample("nothing at all", "# later\n"),
    SchemaSample("a list", "- group: g1\n"),
    SchemaSample("white space in the id", "group: Sales Academy\n"),
    SchemaSample("an unknown key", "group: g1\nnmae: x\n"),
    SchemaSample("no address", "group: g1\nadmin: nobody\n"),
    SchemaSample("a blank name", "group: g1\nname: \" \"\n"),
    SchemaSample("an unknown provider", "group: g1\nproviders: { moodle: {} }\n"),
    SchemaSample("a provider with nothing", "group: g1\nproviders:\n  go1:\n"),
    SchemaSample("a provider without settings", "group: g1\nproviders: { go1: { tags: true } }\n"),
    .settings("a missing setting", "portal: https://a.example, client_id: x"),
    .settings("a setting without a value", "portal: https://a.example, client_id: x, secret: "),
    .settings("an unknown setting", "portal: https://a.example, client_id: x, secret: y, page_sise: 5"),
    .settings("plain http to another machine", "portal: http://a.example, client_id: x, secret: y"),
    .settings("a path in an origin", "portal: https://a.example/play, client_id: x, secret: y"),
    .settings("a number out of bounds", "portal: https://a.example, client_id: x, secret: y, page_size: 0"),
    .settings("a number in quotes", "portal: https://a.example, client_id: x, secret: y, page_size: '5'"),
    .settings("no such choice", "portal: https://a.example, client_id: x, secret: y, target: shop"),
    .settings("a list for a secret", "portal: https://a.example, client_id: x, secret: [y]"),
    .go1("a setting beside settings", "secret: y"),
    .go1("a boolean of older YAML", "enabled: yes"),
    .go1("a boolean in quotes", "tags: \"true\""),
    .go1("a boolean without a value", "enabled:"),
    .go1("text for a list", "filters: { languages: en }"),
    .go1("no such type", "filters: { content_types: [vidoe] }"),
    .go1("no language tag", "filters: { languages: [e] }"),
    .go1("an hour of one digit", "schedule: { catalog: 7:40 }"),
    .go1("an hour too late", "schedule: { catalog: [\"24:00\"] }"),
    .go1("a span without a unit", "schedule: { changes: 15 }"),
    .go1("a logo over http", "integration: { logo: http://127.0.0.1/x.png }"),
    .go1("too many per cent", "integration: { default_progress: 101 }"),
    .oai("a time for statistics", "schedule: { stats: \"08:00\" }"),
    .oai("completions", "push_completions: true"),
]

let rightHosts: [SchemaSample] = [
    SchemaSample("nothing", "# all defaults\n"),
    SchemaSample("sections without anything", "http:\nretention: {}\n"),
    SchemaSample(
        "every key",
        """
        environment: test
        data: /var/lib/tributary
        store: { postgres: "postgres://me@db.example/tributary", sslmode: require, sslrootcert: ca.pem }
        providers: 7
        timezone: Europe/Paris
        default_provider: oai-pmh
        http: { listen: "[::1]:0", public_url: https://connect.example.com/t/ }
        retention: { runs: 2d, events: 36525d }
        lms: { 360learning: { url: https://app.360learning.com, client_id: 5, client_secret: y } }

        """),
    SchemaSample(
        "references",
        """
        environment: production
        timezone: ${ZONE}
        default_provider: ${ID}
        http: { listen: "${LISTEN}", public_url: "${URL}" }
        retention: { runs: "${SPAN}" }
        lms:
          360learning:
            { url: "${URL}", client_id: "${TEXT}", client_secret: "${TEXT}", default_language: "${TAG}" }

        """),
    SchemaSample(
        "a network",
        """
        network:
          proxy: http://me:${TEXT}@proxy.example:3128
          no_proxy: [internal.example, .b.example, 10.0.0.0/8, "::1", "${TEXT}", "*"]
          private: [intranet.example, 192.168.1.1, "fd00::/8", "${TEXT}"]

        """),
    SchemaSample(
        "no proxy, whatever the environment says", "network: { proxy: '', no_proxy: , private: [] }\n"),
    SchemaSample("a proxy without a scheme", "network: { proxy: \"proxy.example:3128\" }\n"),
    SchemaSample("an offset", "timezone: -03:30\nlms: workspace\nhttp: { public_url: }\n"),
]

let wrongHosts: [SchemaSample] = [
    SchemaSample("text", "hush\n"),
    SchemaSample("an unknown key", "enviroment: test\n"),
    SchemaSample("an unknown key below", "http: { port: 80 }\n"),
    SchemaSample("no such environment", "environment: staging\n"),
    SchemaSample("no path", "data: ''\n"),
    SchemaSample("an offset too far", "timezone: \"+25:00\"\n"),
    SchemaSample("no such provider", "default_provider: moodle\n"),
    SchemaSample("no port", "http: { listen: localhost }\n"),
    SchemaSample("forever", "retention: { runs: forever }\n"),
    SchemaSample("a proxy of another scheme", "network: { proxy: 'ftp://proxy.example' }\n"),
    SchemaSample("a port among exceptions", "network: { no_proxy: ['a.example:443'] }\n"),
    SchemaSample("a URL among private addresses", "network: { private: ['https://a.example'] }\n"),
    SchemaSample("text for private addresses", "network: { private: a.example }\n"),
    SchemaSample("another LMS", "lms: moodle\n"),
    SchemaSample("an LMS by name alone", "lms: 360learning\n"),
    SchemaSample("an LMS without a value", "lms:\n"),
    SchemaSample("an LMS without its keys", "lms: { 360learning: { url: https://app.360learning.com } }\n"),
    SchemaSample("an LMS that is empty", "lms: {}\n"),
]
