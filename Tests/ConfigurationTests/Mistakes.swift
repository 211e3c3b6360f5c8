/// A group's file that is right up to these lines, which stand in the provider's block.
private func provider(_ lines: String...) -> String {
    goodGroup + lines.map { "    \($0)\n" }.joined()
}

/// A group's file with these lines for settings, from line 5.
private func settings(_ lines: String...) -> String {
    "group: g1\nproviders:\n  go1:\n    settings:\n" + lines.map { "      \($0)\n" }.joined()
}

let groupMistakes: [Mistake] = [
    // Keys
    Mistake(
        "unknown key with a near one", provider("filtres: { languages: [en] }"),
        ["8:5: unknown key \"filtres\"; did you mean \"filters\"?"]),
    Mistake(
        "unknown key with none near", "group: g1\nzzz: 1\n",
        ["2:1: unknown key \"zzz\"; known here: group, name, admin, providers"]),
    Mistake(
        "setting beside settings", provider("secret: hush"),
        ["8:5: unknown key \"secret\"; it belongs under settings:"]),
    Mistake(
        "unknown setting",
        settings("portal: https://a.example", "client_id: x", "secret: y", "page_sise: 5"),
        ["8:7: unknown setting \"page_sise\" for go1; did you mean \"page_size\"?"]),
    Mistake(
        "every repeated key", "group: g1\nname: A\nname: B\ngroup: g2\nname: C\n",
        [
            "3:1: duplicate key \"name\"; it first stands on line 2",
            "4:1: duplicate key \"group\"; it first stands on line 1",
            "5:1: duplicate key \"name\"; it first stands on line 2",
        ]),
    Mistake(
        "repeated key in a flow mapping", provider("filters: { languages: [en], languages: [fr] }"),
        ["8:33: duplicate key \"languages\"; it first stands on line 8"]),
    Mistake(
        "no space after the colon",
        "group: g1\nproviders: { go1: { settings: { secret:hush }, hush }, go1:hush }\n",
        [
            "2:21: setting \"client_id\" of go1 is missing; text was expected",
            "2:21: setting \"portal\" of go1 is missing; an https URL was expected",
            "2:21: setting \"secret\" of go1 is missing; text was expected",
            "2:33: a key without a value; KEY: VALUE was expected, with a space after the colon",
            "2:48: a key without a value; KEY: VALUE was expected, with a space after the colon",
            "2:56: a key without a value; KEY: VALUE was expected, with a space after the colon",
        ]),
    // Missing
    Mistake("empty file", "", ["1:1: the file is empty; group: and providers: were expected"]),
    Mistake("comments alone", "# later\n", ["1:1: the file is empty; group: and providers: were expected"]),
    Mistake("list for a file", "- group: g1\n", ["1:1: the file is a list; a mapping was expected"]),
    Mistake("text for a file", "hush\n", ["1:1: the file is text; a mapping was expected"]),
    Mistake(
        "no group", "# Sales\nname: Sales\n", ["2:1: group is missing; the id of the group was expected"]),
    Mistake(
        "group without a value", "group:\n", ["1:1: group has no value; the id of the group was expected"]),
    Mistake(
        "no settings at all", "group: g1\nproviders:\n  go1:\n    tags: true\n",
        [
            "3:3: setting \"client_id\" of go1 is missing; text was expected",
            "3:3: setting \"portal\" of go1 is missing; an https URL was expected",
            "3:3: setting \"secret\" of go1 is missing; text was expected",
        ]),
    Mistake(
        "provider with nothing", "group: g1\nproviders:\n  go1:\n",
        [
            "3:3: setting \"client_id\" of go1 is missing; text was expected",
            "3:3: setting \"portal\" of go1 is missing; an https URL was expected",
            "3:3: setting \"secret\" of go1 is missing; text was expected",
        ]),
    Mistake(
        "one setting missing, one without a value", settings("portal: https://a.example", "client_id:"),
        [
            "4:5: setting \"secret\" of go1 is missing; text was expected",
            "6:7: setting \"client_id\" of go1 has no value; text was expected",
        ]),
    Mistake(
        "empty settings", settings("portal: https://a.example", "client_id: ''", "secret: \"  \""),
        ["6:18: client_id is empty; text was expected", "7:15: secret is empty; text was expected"]),
    Mistake(
        "boolean without a value", provider("enabled:"),
        ["8:5: enabled has no value; true or false was expected"]),
    // Types
    Mistake(
        "booleans of older YAML", provider("enabled: yes", "tags: off"),
        [
            "8:14: enabled is \"yes\"; true or false was expected",
            "9:11: tags is \"off\"; true or false was expected",
        ]),
    Mistake(
        "boolean in quotes or capitals", provider("enabled: \"true\"", "tags: False"),
        [
            "8:14: enabled is \"true\"; write true, in lower case and without quotes",
            "9:11: tags is \"False\"; write false, in lower case and without quotes",
        ]),
    Mistake(
        "list for a boolean", provider("push_completions: [true]"),
        ["8:23: push_completions is a list; true or false was expected"]),
    Mistake(
        "text for a list", provider("filters: { languages: en, content_types: video }"),
        [
            "8:27: languages is \"en\"; a list of language tags such as [en, fr] was expected",
            "8:46: content_types is \"video\"; a list of content types such as [course, document] was "
                + "expected",
        ]),
    Mistake(
        "list for a mapping", provider("filters: [en]"), ["8:14: filters is a list; a mapping was expected"]),
    Mistake(
        "text for a mapping that may hold secrets", "group: g1\nproviders: hush\n",
        ["2:12: providers is text; a mapping was expected"]),
    Mistake(
        "text for a provider", "group: g1\nproviders: { go1: hush }\n",
        ["2:19: go1 is text; a mapping was expected"]),
    Mistake(
        "list for a group id", "group: [a]\n",
        ["1:8: group is a list; an id without white space was expected"]),
    Mistake(
        "white space in a group id", "group: Sales Academy\n",
        ["1:8: group is \"Sales Academy\"; an id without white space was expected"]),
    Mistake("empty name", "group: g1\nname: ''\n", ["2:7: name is empty; text was expected"]),
    Mistake(
        "no e-mail address", "group: g1\nadmin: a b@c\n",
        ["2:8: admin is \"a b@c\"; an e-mail address was expected"]),
    // Providers
    Mistake(
        "near name of a provider", "group: g1\nproviders:\n  go2: { settings: { secret: hush } }\n",
        ["3:3: unknown provider \"go2\"; did you mean \"go1\"?"]),
    Mistake(
        "provider whose folder is off the list", "group: g1\nproviders:\n  oai-pmh: {}\n",
        [
            "3:3: provider \"oai-pmh\" is not built in: Plugins/OAIPMH is present under Plugins/, "
                + "not on the list in Package.swift"
        ]),
    Mistake(
        "provider nobody knows", "group: g1\nproviders:\n  moodle: {}\n",
        ["3:3: unknown provider \"moodle\"; built in: go1, plain"]),
    // Filters
    Mistake(
        "content type with a near one", provider("filters: { content_types: [vidoe] }"),
        ["8:32: unknown content type \"vidoe\" for go1; did you mean \"video\"?"]),
    Mistake(
        "content type with none near", provider("filters:", "  content_types:", "    - scorm"),
        [
            "10:11: unknown content type \"scorm\" for go1; known are course, document, interactive, text, "
                + "video, link, audio"
        ]),
    Mistake(
        "items that are no text", provider("filters: { content_types: [[video]], languages: [~] }"),
        [
            "8:32: an item of content_types is a list; a content type was expected",
            "8:54: an item of languages is empty; a language tag was expected",
        ]),
    Mistake(
        "malformed language tags", provider("filters: { languages: [en, e, en-, en-US] }"),
        [
            "8:32: \"e\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
            "8:35: \"en-\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
        ]),
    // Schedule
    Mistake(
        "times that are none",
        provider("schedule: { catalog: 7:40, stats: [\"08:00\", 25:00], changes: 15 }"),
        [
            "8:26: catalog is \"7:40\"; a time \"HH:MM\" or a list of them was expected",
            "8:49: stats is \"25:00\"; a time \"HH:MM\" or a list of them was expected",
            "8:66: changes is \"15\"; a duration such as 15m (s, m, h or d; at least 1m) was expected",
        ]),
    Mistake(
        "interval that is too short", provider("schedule: { changes: 5s }"),
        ["8:26: changes is \"5s\"; a duration such as 15m (s, m, h or d; at least 1m) was expected"]
    ),
    // What a provider does not offer
    Mistake(
        "time for statistics that are not offered",
        "group: g1\nproviders:\n  plain:\n    schedule: { catalog: \"07:40\", stats: \"08:00\" }\n",
        ["4:35: unknown key \"stats\"; plain offers no statistics, so leave it out"]),
    Mistake(
        "completions that nobody takes", "group: g1\nproviders:\n  plain: { push_completions: true }\n",
        ["3:30: push_completions is \"true\"; plain takes no completions, so false was expected"]),
    Mistake(
        "completions switched by a reference",
        "group: g1\nproviders:\n  plain:\n    push_completions: ${PUSH}\n",
        ["4:23: push_completions is \"${PUSH}\"; plain takes no completions, so false was expected"],
        environment: ["PUSH": "true"]),
    // Settings by kind
    Mistake(
        "addresses",
        settings(
            "portal: http://acme.mygo1.com", "client_id: x", "secret: y", "api_url: acme"),
        [
            "5:15: portal is \"http://acme.mygo1.com\": http://acme.mygo1.com is plain http to another "
                + "machine; "
                + "use https (plain http is only for localhost, 127.0.0.0/8 and [::1])",
            "8:16: api_url is \"acme\": not an absolute URL; one such as https://api.example.com was "
                + "expected",
        ]),
    Mistake(
        "origin with a path", settings("portal: https://acme.mygo1.com/play", "client_id: x", "secret: y"),
        [
            "5:15: portal is \"https://acme.mygo1.com/play\": scheme, host and port alone were expected, "
                + "such as https://www.example.com"
        ]),
    Mistake(
        "password in an address",
        settings("portal: https://me:hush@acme.mygo1.com", "client_id: x", "secret: y"),
        [
            "5:15: portal is \"https://••••@acme.mygo1.com\": the URL holds a user name or a password; "
                + "credentials belong in settings of their own"
        ]),
    Mistake(
        "numbers, choices and booleans",
        settings(
            "portal: https://a.example", "client_id: x", "secret: y", "page_size: many",
            "api_version: 2025-01-02", "verbose: 1"),
        [
            "8:18: page_size is \"many\"; a whole number from 1 to 5000 was expected",
            "9:20: api_version is \"2025-01-02\"; did you mean \"2025-01-01\"?",
            "10:16: verbose is \"1\"; true or false was expected",
        ]),
    Mistake(
        "words of no vocabulary",
        settings("portal: https://a.example", "client_id: x", "secret: y")
            + "    filters: {subject: [Desing, 7], subjct: [a], publisher: [' ']}\n",
        [
            "8:25: unknown subject \"Desing\" for go1; did you mean \"Design\"?",
            "8:33: unknown subject \"7\" for go1; known are Design, Data Science",
            "8:37: unknown key \"subjct\"; did you mean \"subject\"?",
            "8:62: unknown publisher \" \" for go1; text was expected",
        ]),
    Mistake(
        "days that are none",
        settings("portal: https://a.example", "client_id: x", "secret: y", "since: 2025-02-29"),
        ["8:14: since is \"2025-02-29\"; a date such as 2025-01-31 was expected"]),
    Mistake(
        "certificate that is none",
        settings("portal: https://a.example", "client_id: x", "secret: y", "certificate: s3cret"),
        [
            "8:20: certificate: no certificate in PEM form; a text with -----BEGIN CERTIFICATE----- was expected"
        ]),
    Mistake(
        "number out of bounds",
        settings("portal: https://a.example", "client_id: x", "secret: y", "page_size: 0"),
        ["8:18: page_size is \"0\"; a whole number from 1 to 5000 was expected"]),
    Mistake(
        "number in quotes",
        settings("portal: https://a.example", "client_id: x", "secret: y", "page_size: '50'"),
        ["8:18: page_size is \"50\"; a whole number from 1 to 5000 without quotes was expected"]),
    Mistake(
        "problem that the provider sees",
        settings(
            "portal: https://a.example", "client_id: x", "secret: y", "api_version: 2022-07-01",
            "page_size: 51"),
        ["9:18: page_size is 51; 2022-07-01 takes 50 at most"]),
    Mistake(
        "secret of the wrong type",
        settings("portal: https://a.example", "client_id: x", "secret: [hush]"),
        ["7:15: secret is a list; text was expected"]),
    // Integration
    Mistake(
        "integration",
        provider(
            "integration:", "  name: ''", "  logo: http://localhost/x.png", "  default_progress: 101",
            "  default_completion: maybe", "  subgroups: 1", "  colour: red"),
        [
            "9:13: name is empty; text was expected",
            "10:13: logo is \"http://localhost/x.png\"; an https URL was expected",
            "11:25: default_progress is \"101\"; a whole number from 0 to 100 was expected",
            "12:27: default_completion is \"maybe\"; true or false was expected",
            "13:18: subgroups is \"1\"; true or false was expected",
            "14:7: unknown key \"colour\"; known here: name, logo, default_progress, "
                + "default_completion, subgroups",
        ]),
    Mistake(
        "two integrations of one name", goodGroup + "  plain:\n    integration: { name: Go1 by Tributary }\n",
        [
            "9:26: the integration of plain is called \"Go1 by Tributary\" like that of go1; another "
                + "integration.name was expected"
        ]),
    Mistake(
        "integration called as those of the test environment are",
        provider("integration: { name: Ours (Test) }"),
        [
            "8:26: integration.name is \"Ours (Test)\"; the test environment adds (test) by itself, and no other "
                + "name ends in it"
        ]),
    Mistake(
        "integration called as another is by default",
        provider("integration: { name: Plain by Tributary }") + "  plain: {}\n",
        [
            "9:3: the integration of plain is called \"Plain by Tributary\" like that of go1; another "
                + "integration.name was expected"
        ]),
    // References
    Mistake(
        "variable that is not set",
        settings("portal: https://a.example", "client_id: ${GO1_ID}", "secret: y"),
        ["6:18: client_id: environment variable GO1_ID is not set"]),
    Mistake(
        "variable with a near one",
        settings("portal: https://a.example", "client_id: x", "secret: ${GO1_SECRT}"),
        ["7:15: secret: environment variable GO1_SECRT is not set; did you mean GO1_SECRET?"],
        environment: ["GO1_SECRET": "hush"]),
    Mistake(
        "variable that is empty", settings("portal: https://a.example", "client_id: x", "secret: ${EMPTY}"),
        ["7:15: secret is empty once its reference is followed; text was expected"],
        environment: ["EMPTY": ""]),
    Mistake(
        "file that is not there",
        settings("portal: https://a.example", "client_id: x", "secret: ${file:nowhere/go1}"),
        ["7:15: secret: the file \"nowhere/go1\" cannot be read: no such file"]),
    Mistake(
        "file that is a directory",
        settings("portal: https://a.example", "client_id: x", "secret: ${file:.}"),
        ["7:15: secret: the file \".\" cannot be read: it is a directory"]),
    Mistake(
        "references that are none",
        settings("portal: https://a.example", "client_id: \"${file:}\"", "secret: ${hush"),
        [
            "6:18: client_id: ${file:} names no file; ${file:PATH} was expected",
            "7:15: secret: a reference without its \"}\"; ${NAME} or ${file:PATH} was expected ($${ "
                + "writes ${)",
        ]),
    Mistake(
        "reference with an odd name", "group: ${a b}\n",
        ["1:8: group: a reference that names nothing; ${NAME} or ${file:PATH} was expected ($${ writes ${)"]),
    Mistake(
        "value of a reference is not shown",
        settings("portal: ${WRONG}", "client_id: x", "secret: y", "page_size: ${WRONG}", "verbose: ${WRONG}"),
        [
            "5:15: portal is \"${WRONG}\": what it stands for is no URL that can be called; https was "
                + "expected, "
                + "or http to this machine",
            "8:18: page_size is \"${WRONG}\"; a whole number from 1 to 5000 was expected",
            "9:16: verbose is \"${WRONG}\"; true or false was expected",
        ], environment: ["WRONG": "hush"]),
    // Places
    Mistake(
        "byte order mark and CRLF", "\u{FEFF}group: g1\r\nnmae: é\r\nadmin: é\r\n",
        [
            "2:1: unknown key \"nmae\"; did you mean \"name\"?",
            "3:8: admin is \"é\"; an e-mail address was expected",
        ]),
    Mistake(
        "columns are characters", provider("filters: { languages: [ \"é😀👩‍👩‍👧e\u{301}\", x ] }"),
        [
            "8:29: \"é😀👩‍👩‍👧e\u{301}\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
            "8:37: \"x\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
        ]),
    Mistake(
        "mistake behind an alias", provider("filters: { languages: &l [x] }", "schedule: { catalog: *l }"),
        [
            "8:31: \"x\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
            "8:31: catalog is \"x\"; a time \"HH:MM\" or a list of them was expected",
        ]),
    Mistake(
        "document start marks", "---\ngroup: a b\n",
        ["2:8: group is \"a b\"; an id without white space was expected"]),
]

let hostMistakes: [Mistake] = [
    Mistake(
        "unknown keys", "enviroment: test\nhttp: { port: 80 }\n",
        [
            "1:1: unknown key \"enviroment\"; did you mean \"environment\"?",
            "2:9: unknown key \"port\"; known here: listen, public_url",
        ]),
    Mistake("text for the file", "hush\n", ["1:1: the file is text; a mapping was expected"]),
    Mistake(
        "environment", "environment: staging\n",
        ["1:14: environment is \"staging\"; one of production, test was expected"]),
    Mistake(
        "paths", "data: ''\nproviders: []\n",
        ["1:7: data is \"\"; a path was expected", "2:12: providers is a list; a path was expected"]),
    Mistake(
        "time zones", "timezone: CET+1\n",
        [
            "1:11: timezone is \"CET+1\"; an offset such as \"+01:00\" or a name such as Europe/Paris "
                + "was expected"
        ]),
    Mistake(
        "offset too far", "timezone: \"+25:00\"\n",
        [
            "1:11: timezone is \"+25:00\"; an offset such as \"+01:00\" or a name such as Europe/Paris "
                + "was expected"
        ]),
    Mistake(
        "default provider that is near", "default_provider: go2\n",
        ["1:19: unknown provider \"go2\"; did you mean \"go1\"?"]),
    Mistake(
        "default provider off the list", "default_provider: oaipmh\n",
        [
            "1:19: provider \"oaipmh\" is not built in: Plugins/OAIPMH is present under Plugins/, "
                + "not on the list in Package.swift"
        ]),
    Mistake(
        "addresses", "http:\n  listen: 8360\n  public_url: http://connect.example.com\n",
        [
            "2:11: listen is \"8360\"; HOST:PORT such as 127.0.0.1:8360 was expected",
            "3:15: public_url is \"http://connect.example.com\": http://connect.example.com is plain http to "
                + "another machine; use https (plain http is only for localhost, 127.0.0.0/8 and [::1])",
        ]),
    Mistake(
        "port out of range", "http: { listen: \"127.0.0.1:70000\" }\n",
        ["1:17: listen is \"127.0.0.1:70000\"; HOST:PORT such as 127.0.0.1:8360 was expected"]),
    Mistake(
        "retention", "retention: { runs: forever, events: 0d }\n",
        [
            "1:20: runs is \"forever\"; a duration such as 15m (s, m, h or d; at least 1d) was expected",
            "1:37: events is \"0d\"; a duration such as 15m (s, m, h or d; at least 1d) was expected",
        ]),
    Mistake(
        "a proxy that is none, never shown",
        "network: { proxy: \"ftp://me:hush@proxy.example\", no_proxi: [x] }\n",
        [
            "1:19: proxy is no proxy's address; one such as http://proxy.example:3128 was expected "
                + "(known are http, https, socks4, socks4a, socks5, socks5h)",
            "1:50: unknown key \"no_proxi\"; did you mean \"no_proxy\"?",
        ]),
    Mistake(
        "a list for a proxy", "network: { proxy: [hush] }\n",
        ["1:19: proxy is a list; a proxy's address such as http://proxy.example:3128 was expected"]),
    Mistake(
        "exceptions",
        "network:\n  no_proxy: [a.example, \"https://me:hush@b.example\", \"c:80\", \"*.d\", 10.0.0.0/99]\n",
        [
            "2:25: no_proxy holds \"https://••••@b.example\"; a host name, an address or a range such as 10.0.0.0/8 "
                + "was expected, without scheme and port, or \"*\" for every host",
            "2:54: no_proxy holds \"c:80\"; a host name, an address or a range such as 10.0.0.0/8 was expected, "
                + "without scheme and port, or \"*\" for every host",
            "2:62: no_proxy holds \"*.d\"; a host name, an address or a range such as 10.0.0.0/8 was expected, "
                + "without scheme and port, or \"*\" for every host",
            "2:69: no_proxy holds \"10.0.0.0/99\"; a host name, an address or a range such as 10.0.0.0/8 was "
                + "expected, without scheme and port, or \"*\" for every host",
        ]),
    Mistake(
        "private addresses",
        "network:\n  private:\n    - intranet.example\n    - 10.0.0.0/33\n    - [x]\n    - https://x\n",
        [
            "4:7: private holds \"10.0.0.0/33\"; a host name, an address or a range such as 10.0.0.0/8 was expected, "
                + "without scheme and port",
            "5:7: an item of private is a list; a host name, an address or a range such as 10.0.0.0/8 was expected",
            "6:7: private holds \"https://x\"; a host name, an address or a range such as 10.0.0.0/8 was expected, "
                + "without scheme and port",
        ]),
    Mistake(
        "no list of private addresses", "network: { private: intranet.example }\n",
        [
            "1:21: private is \"intranet.example\"; a list such as [intranet.example, 10.0.0.0/8] was expected"
        ]),
    Mistake(
        "authorities that are missing", "network: { ca: company-ca.pem }\n",
        ["1:16: ca is \"company-ca.pem\": the file cannot be read: no such file"]),
    Mistake(
        "a directory of authorities", "network: { ca: providers }\n",
        ["1:16: ca is \"providers\": the file cannot be read: it is a directory"]),
    Mistake(
        "authorities that are no certificates", "network: { ca: tributary.yaml }\n",
        [
            "1:16: ca is \"tributary.yaml\": it holds no certificate; PEM was expected, with "
                + "-----BEGIN CERTIFICATE-----"
        ]),
    Mistake(
        "a store without its database", "store: postgres\n",
        ["1:8: store is \"postgres\"; a mapping postgres: postgres://USER@HOST/DATABASE was expected"]),
    Mistake(
        "a mode of TLS for no database", "store: { sslmode: require }\n",
        ["1:1: postgres is missing; postgres://USER@HOST/DATABASE was expected"]),
    Mistake(
        "a store that is none", "store: sqlit\n",
        ["1:8: store is \"sqlit\"; did you mean \"sqlite\"?"]),
    Mistake(
        "a database that is none, never shown", "store: { postgres: \"mysql://me:hush@db/x\", sslmode: x }\n",
        [
            "1:20: postgres is ••••; postgres://USER@HOST/DATABASE was expected",
            "1:53: sslmode is \"x\"; one of disable, allow, prefer, require, verify-ca, verify-full was expected",
        ]),
    Mistake("number for a mapping", "http: 8360\n", ["1:7: http is \"8360\"; a mapping was expected"]),
    Mistake(
        "LMS by a near name", "lms: workspce\n", ["1:6: lms is \"workspce\"; did you mean \"workspace\"?"]),
    Mistake(
        "LMS by name alone", "lms: 360learning\n",
        [
            "1:6: lms is \"360learning\"; a mapping 360learning: with url, client_id and client_secret "
                + "was expected"
        ]),
    Mistake(
        "LMS nobody knows", "lms:\n  moodle: { token: hush }\n",
        ["2:3: unknown LMS \"moodle\"; known here: 360learning"]),
    Mistake(
        "LMS without a value", "lms:\n", ["1:1: lms has no value; one of workspace, 360learning was expected"]
    ),
    Mistake(
        "360Learning without its keys", "lms:\n  360learning:\n    default_language: e\n",
        [
            "2:3: client_id is missing; text was expected",
            "2:3: client_secret is missing; text was expected",
            "2:3: url is missing; the URL of the platform was expected",
            "3:23: \"e\" is no language tag; a BCP 47 tag such as en or pt-BR was expected",
        ]),
    Mistake(
        "360Learning with wrong values",
        "lms: { 360learning: { url: https://app.360learning.com/x, client_id: a, client_secret: { b: "
            + "hush } } }\n",
        [
            "1:28: url is \"https://app.360learning.com/x\": scheme, host and port alone were expected, "
                + "such as https://www.example.com",
            "1:88: client_secret is a mapping; text was expected",
        ]),
]

let syntaxMistakes: [Mistake] = [
    Mistake(
        "colon in a value", "group: g1\nname: Sales: Academy\n",
        [
            "2:12: a \":\" cannot stand here; put text that holds \": \" in quotes, or correct the "
                + "indentation"
        ]),
    Mistake(
        "key without a colon", "group: g1\nsecret hush\nname: x\n", ["2:1: a key without a \":\" after it"]),
    Mistake("tab", "group: g1\nproviders:\n\tgo1: {}\n", ["3:1: a tab cannot indent; use spaces"]),
    Mistake(
        "open list", "group: g1\nname: [a\nadmin: b\n",
        ["3:6: the list opened on line 2 is not closed; \",\" or \"]\" was expected"]),
    Mistake(
        "open mapping", "group: g1\nproviders: { go1: { enabled: true\n",
        ["3:1: the mapping opened on line 2 is not closed; \",\" or \"}\" was expected"]),
    Mistake("open quotes", "group: g1\nname: \"Sales\n", ["2:7: the quotes opened here are not closed"]),
    Mistake(
        "less indentation than the first key", "  group: g1\nname: x\n",
        ["2:1: a second value begins here; a file is one mapping"]),
    Mistake(
        "indentation between two levels", "providers:\n    go1:\n        tags: true\n      enabled: true\n",
        ["4:7: this line fits no mapping above it; correct its indentation or the quotes before it"]),
    Mistake(
        "character that begins no value", "name: @x\n",
        ["1:7: a value cannot begin with \"@\"; put it in quotes"]),
    Mistake(
        "unfinished escape", "name: \"C:\\Users\"\n",
        ["1:12: unfinished escape after \"\\\"; use single quotes for text with backslashes"]),
    Mistake(
        "unknown escape", "name: \"C:\\Data\"\n",
        ["1:10: unknown escape after \"\\\"; use single quotes for text with backslashes"]),
    Mistake(
        "bare reference in braces", "providers: { go1: { settings: { secret: ${S} } } }\n",
        ["1:42: a reference inside [ ] or { } has to be in quotes: \"${NAME}\""]),
    Mistake(
        "second document", "group: g1\n---\ngroup: g2\n",
        ["2:1: a second document begins here; a file is one document"]),
    Mistake("unknown alias", "group: *x\n", ["1:8: no anchor of the name \"x\" before this alias"]),
    Mistake("alias of itself", "group: &x [*x]\n", ["1:12: no anchor of the name \"x\" before this alias"]),
    Mistake(
        "foreign tag", "group: !!binary aGk=\n",
        ["1:8: a tag other than !!str is not read here; leave it out"]),
    Mistake("key that is a list", "group: g1\n? [a]\n: b\n", ["2:3: a key has to be plain text"]),
    Mistake(
        "merge of a text", "group: g1\n<<: hush\n",
        ["2:5: \"<<\" takes an alias of a mapping, or a list of them"]),
    Mistake(
        "control character", "group: g1\nname: a\u{7}b\n", ["2:8: a control character is not allowed in YAML"]
    ),
    Mistake(
        "too deep", "group: " + String(repeating: "[", count: 40) + "\n",
        ["1:40: values are nested deeper than 32 levels"]),
    Mistake(
        "too many values",
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + (1...6).map { n in
                let name = String(UnicodeScalar(UInt8(97 + n)))
                let before = String(UnicodeScalar(UInt8(96 + n)))
                return "\(name): &\(name) ["
                    + Array(repeating: "*\(before)", count: 10).joined(separator: ",") + "]\n"
            }.joined(),
        ["5:29: more than 100000 values, aliases followed"]),
]
