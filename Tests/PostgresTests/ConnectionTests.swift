import Foundation
import Postgres
import PostgresTesting
import TestSupport
import Testing

@Suite struct ConnectionTests {
    private func connect() throws -> PostgresConnection {
        try PostgresConnection(try PostgresSettings(url: try PostgresServer.url()))
    }

    private func parameters(_ fill: (inout PostgresParameters) -> Void) -> PostgresParameters {
        var parameters = PostgresParameters()
        fill(&parameters)
        return parameters
    }

    @Test("Values of every type come back as they were sent")
    func values() throws {
        let sent = parameters {
            $0.add(Int64.min)
            $0.add(-1.5)
            $0.add("Grüße, 世界")
            $0.add("")
            $0.add([0, 1, 255] as [UInt8])
            $0.addNull()
            $0.add(["a", "", "ü\n"])
            $0.add([] as [String])
            $0.add([1, .max] as [Int64])
        }
        let result = try connect().execute(
            """
            SELECT $1 AS a, $2, $3, $4, $5, $6 || '', array_to_string($7, '|'), cardinality($8), $9[2],
                1 = 1, CAST(7 AS INTEGER), CAST(-3 AS SMALLINT), CAST(1.25 AS REAL)
            """, sent)
        #expect(result.count == 1)
        #expect(result.column("a") == 0)
        #expect(result.column("b") == nil)
        #expect(result.integer(0, of: 0) == .min)
        #expect(result.real(1, of: 0) == -1.5)
        #expect(result.text(2, of: 0) == "Grüße, 世界")
        #expect(result.text(3, of: 0) == "")
        #expect(!result.isNull(3, of: 0))
        #expect(result.bytes(4, of: 0) as [UInt8] == [0, 1, 255])
        #expect(result.isNull(5, of: 0))
        #expect(result.text(6, of: 0) == "a||ü\n")
        #expect(result.integer(7, of: 0) == 0)
        #expect(result.integer(8, of: 0) == .max)
        #expect((9...11).map { result.integer($0, of: 0) } == [1, 7, -3])
        #expect(result.real(12, of: 0) == 1.25)
    }

    @Test("Rows are sent as lists, one for each column that has a value")
    func lists() throws {
        let rows = parameters {
            for (number, text) in [(1, "a"), (-2, nil), (3, "ü\n"), (4, "")] as [(Int64, String?)] {
                $0.add(number)
                $0.addNull()
                if let text { $0.add(text) } else { $0.addNull() }
            }
        }
        let (lists, isThere) = rows.lists(width: 3)
        #expect(isThere == [true, false, true])
        let result = try connect().execute(
            "SELECT * FROM unnest($1, $2) WITH ORDINALITY AS l (number, text, place)", lists)
        #expect((0..<result.count).map { result.integer(0, of: $0) } == [1, -2, 3, 4])
        #expect((0..<result.count).map { result.isNull(1, of: $0) } == [false, true, false, false])
        #expect([0, 2, 3].map { result.text(1, of: $0) } == ["a", "ü\n", ""])
    }

    @Test(
        "Sums and averages, which PostgreSQL makes decimal numbers of, are read as numbers",
        arguments: ["0", "7", "-7", "10000", "123456789012", "1000000000000", "-0.25", "20000.5", "0.00001"])
    func decimals(_ text: String) throws {
        let result = try connect().execute("SELECT CAST('\(text)' AS NUMERIC)", PostgresParameters())
        let value = try #require(Double(text))
        #expect(abs(result.real(0, of: 0) - value) <= abs(value) * 1e-15)
        #expect(result.integer(0, of: 0) == Int64(value))
    }

    @Test("A character 0, which no text of PostgreSQL has, is sent as the sign for an unknown one")
    func zero() throws {
        let sent = parameters { $0.add("a\0b\0") }
        #expect(try connect().execute("SELECT $1", sent).text(0, of: 0) == "a\u{FFFD}b\u{FFFD}")
    }

    @Test("A pipeline runs a statement for many rows in their order, with NULL among its values")
    func pipeline() throws {
        let connection = try connect()
        let sent = parameters {
            for number in 0..<2_000 {
                $0.add(Int64(number))
                if number % 2 == 0 { $0.addNull() } else { $0.add("odd") }
            }
        }
        var found: [Int64] = []
        var odd = 0
        try connection.pipeline("SELECT $1, coalesce($2, '')", width: 2, sent, count: 2_000) {
            index, result in
            #expect(result.integer(0, of: 0) == Int64(index))
            found.append(result.integer(0, of: 0))
            if result.text(1, of: 0) == "odd" { odd += 1 }
        }
        #expect(found == (0..<2_000).map(Int64.init))
        #expect(odd == 1_000)
    }

    @Test("A pipeline that sends and gets more than the buffers hold comes to its end")
    func largePipeline() throws {
        let text = String(repeating: "x", count: 20_000)
        let sent = parameters { for _ in 0..<1_000 { $0.add(text) } }
        var bytes = 0
        try connect().pipeline("SELECT $1 || $1", width: 1, sent, count: 1_000) {
            bytes += $1.text(0, of: 0).utf8.count
        }
        #expect(bytes == 40_000_000)
    }

    @Test("A pipeline ends with its first error, and the connection goes on")
    func pipelineError() throws {
        let connection = try connect()
        let sent = parameters { for number in [1, 0, 2] as [Int64] { $0.add(number) } }
        var found: [Int] = []
        let error = #expect(throws: PostgresError.self) {
            try connection.pipeline("SELECT 1 / $1", width: 1, sent, count: 3) { index, _ in
                found.append(index)
            }
        }
        #expect(found == [0])
        #expect(error?.state == SQLState("22012"))
        #expect(error?.message == "division by zero")
        #expect(try connection.run("SELECT 'on'") == "on")
    }

    @Test("A pipeline comes to its end when the server crashes, as a lost link")
    func pipelineOfCrash() async throws {
        let cluster = try PostgresCluster()
        defer { cluster.remove() }
        let settings = try PostgresSettings(url: cluster.url)
        let watcher = try PostgresConnection(settings)
        // On a thread of the pool: it waits in libpq.
        let pool = PostgresPool(settings, size: 1)
        let done = Task {
            try await pool.run {
                var sent = PostgresParameters()
                for number in 0..<500 as Range<Int64> { sent.add(number) }
                try $0.get().pipeline(
                    "SELECT $1 FROM pg_sleep(0.2)", width: 1, sent, count: 500
                ) { _, _ in }
            }
        }
        await eventually("it is under way") {
            (try? watcher.run("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) == "1"
        }
        cluster.stop()
        let error = await #expect(throws: PostgresError.self) { try await done.value }
        #expect(error?.isLinkLost == true)
    }

    @Test("What a body throws at a row ends the reading, and the connection goes on")
    func thrown() throws {
        struct Enough: Error {}
        let connection = try connect()
        var rows = 0
        #expect(throws: Enough.self) {
            try connection.forEachRow("SELECT generate_series(1, 10000000)", PostgresParameters()) { _ in
                rows += 1
                if rows == 3 { throw Enough() }
            }
        }
        #expect(rows == 3)
        #expect(try connection.run("SELECT 'on'") == "on")
    }

    @Test("COPY writes what a select reads, and nothing if it is given up")
    func copy() throws {
        struct Enough: Error {}
        let connection = try connect()
        try connection.run("BEGIN; CREATE TEMP TABLE t (id BIGINT, name TEXT, data BYTEA) ON COMMIT DROP")
        let rows = parameters {
            for number in 0..<10 as Range<Int64> {
                $0.add(number)
                if number == 3 { $0.addNull() } else { $0.add("n\(number)\t\\\n") }
                $0.add([UInt8(number)])
            }
        }
        #expect(try connection.copy(into: "t (id, name, data)", width: 3) { try $0(rows) } == 10)
        let sum =
            "SELECT sum(id) || ' ' || count(name) || ' ' || sum(length(name)) || ' ' || sum(get_byte(data, 0)) FROM t"
        #expect(try connection.run(sum) == "45 9 45 45")
        try connection.run("SAVEPOINT s")
        #expect(throws: Enough.self) {
            try connection.copy(into: "t (id, name, data)", width: 3) { _ in throw Enough() }
        }
        try connection.run("ROLLBACK TO s")
        #expect(try connection.run("SELECT count(*) FROM t") == "10")
    }

    @Test("A statement that another thread cancels ends with the code for that")
    func cancelled() async throws {
        let connection = try connect()
        let canceller = try #require(connection.canceller)
        // It may come before the statement: then it comes again.
        let asking = Task.detached {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(20))
                canceller.cancel()
            }
        }
        defer { asking.cancel() }
        let error = #expect(throws: PostgresError.self) { try connection.run("SELECT pg_sleep(60)") }
        #expect(error?.state == .queryCanceled)
        #expect(error?.isLinkLost == false)
    }

    @Test("A session that the server ends is a lost link, and the pool's next connection a new one")
    func lost() async throws {
        let pool = PostgresPool(try PostgresSettings(url: try PostgresServer.url()), size: 1)
        let first = try await pool.run { try $0.get().run("SELECT pg_backend_pid()") ?? "" }
        try connect().run("SELECT pg_terminate_backend(\(first))")
        let error = await #expect(throws: PostgresError.self) {
            try await pool.run { try $0.get().run("SELECT 1") }
        }
        #expect(error?.isLinkLost == true)
        let second = try await pool.run { try $0.get().run("SELECT pg_backend_pid()") ?? "" }
        #expect(first != second)
    }

    @Test("A pool runs as much at once as it has connections, and the rest after that")
    func pool() async throws {
        let pool = PostgresPool(try PostgresSettings(url: try PostgresServer.url()), size: 3)
        let sessions = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    try await pool.run {
                        try $0.get().run("SELECT pg_backend_pid() FROM pg_sleep(0.01)") ?? ""
                    }
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(sessions.count == 30)
        #expect(Set(sessions).count == 3)
        #expect(try pool.runNow { try $0.get().run("SELECT 'now'") } == "now")
    }

    @Test("Who asks a pool for one thing after the other is answered over one session")
    func sequence() async throws {
        let pool = PostgresPool(try PostgresSettings(url: try PostgresServer.url()), size: 8)
        var sessions: Set<String> = []
        for _ in 0..<50 {
            sessions.insert(try await pool.run { try $0.get().run("SELECT pg_backend_pid()") ?? "" })
        }
        #expect(sessions.count == 1)
    }

    @Test(
        "A text stands in a statement as it is",
        arguments: ["", "it's", "a\\", "\\'; DROP TABLE t; --", "日本 \n \"quoted\""])
    func literal(_ text: String) throws {
        let connection = try connect()
        for setting in ["on", "off"] {
            try connection.run("SET standard_conforming_strings = \(setting)")
            #expect(try connection.run("SELECT \(try connection.literal(text))") == text)
        }
    }

    @Test("A wrong URL, an unreachable server and a missing database say what they are, without the password")
    func messages() throws {
        let secret = "s3cret"
        let wrong = #expect(throws: PostgresError.self) {
            _ = try PostgresSettings(url: "postgres://me:\(secret)@host/db?colour=1")
        }
        #expect(wrong?.message == "is no PostgreSQL URL")
        let away = #expect(throws: PostgresError.self) {
            try PostgresConnection(try PostgresSettings(url: "postgres://me:\(secret)@127.0.0.1:1/db"))
        }
        #expect(away?.isLinkLost == true)
        #expect(away?.state == nil)
        #expect(away?.message.contains("Connection refused") == true)
        let missing = #expect(throws: PostgresError.self) {
            try PostgresConnection(try PostgresSettings(url: try PostgresServer.url(of: "nowhere")))
        }
        #expect(missing?.message.contains(#"database "nowhere" does not exist"#) == true)
        for error in [wrong, away, missing] { #expect(error?.description.contains(secret) == false) }
    }

    @Test("The place of a database is shown without user and password")
    func place() throws {
        let settings = try PostgresSettings(
            url: "postgres://me:s3cret@db.example:5433/tributary?sslmode=require")
        #expect(settings.place == "postgres://db.example:5433/tributary")
        #expect(settings["sslmode"] == "require")
        #expect(settings["connect_timeout"] == "5")
    }
}
