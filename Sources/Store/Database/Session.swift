import Model

/// A transaction, as its body sees it: statements in the SQL that every engine understands, with `?` or `:name`
/// for values.
///
/// What engines write differently is a word of the ``Dialect``.
struct Session {
    let link: any DatabaseLink

    /// The words of this engine's SQL.
    var sql: any Dialect { link.dialect }

    /// All rows of a result.
    ///
    /// - Parameter once: whether the text was made for this call alone, so that it is not kept prepared.
    func rows(_ sql: String, _ values: Values = [], once: Bool = false) throws -> [Row] {
        try link.rows(sql, values, once: once)
    }

    /// The first row of a result.
    func row(_ sql: String, _ values: Values = []) throws -> Row? { try rows(sql, values).first }

    /// The first column of all rows.
    func values<Value: Column>(_ type: Value.Type, _ sql: String, _ values: Values = []) throws -> [Value] {
        try rows(sql, values).map { $0[0] }
    }

    /// The first column of the first row; nil if it is NULL or there is no row.
    func value<Value: Column>(_ type: Value.Type, _ sql: String, _ values: Values = []) throws -> Value? {
        try row(sql, values).flatMap { $0[0] }
    }

    /// Whether a query has any row.
    func exists(_ sql: String, _ values: Values = []) throws -> Bool {
        try value(Bool.self, "SELECT EXISTS (\(sql))", values) ?? false
    }

    /// Reads a result row by row: memory does not grow with it.
    ///
    /// - Parameter body: runs no statement.
    func forEach(
        _ sql: String, _ values: Values = [], once: Bool = false, _ body: (Row) throws -> Void
    ) throws {
        try link.forEach(sql, values, once: once, body)
    }

    /// Hands out a result in batches: memory does not grow with it.
    func batches<Element>(
        _ sql: String, _ values: Values, make: (Row) throws -> Element, _ each: ([Element]) throws -> Void
    ) throws {
        var batch: [Element] = []
        try forEach(sql, values, once: true) { row in
            batch.append(try make(row))
            guard batch.count == 500 else { return }
            try each(batch)
            batch.removeAll(keepingCapacity: true)
        }
        if !batch.isEmpty { try each(batch) }
    }

    /// Runs a statement.
    ///
    /// - Returns: how many rows it wrote.
    @discardableResult
    func run(_ sql: String, _ values: Values = []) throws -> Int { try link.run(sql, values) }

    /// Holds off other transactions that name the same until this one ends: for what is decided by looking at many
    /// rows, such as an order. What is read from here on is as those before left it.
    func serialize(_ what: String) throws { try link.serialize(what) }

    /// Holds off other transactions that change which courses a connection has, or decide by them.
    func serialize(_ connection: ConnectionID) throws { try serialize("connection \(connection.row)") }

    /// Holds off other transactions that change attempts: their sums over everything are rows that all of them write,
    /// and who reads attempts in the order of their numbers misses none. Locks of connections are taken before.
    func serializeAttempts() throws { try serialize("attempts") }

    /// Holds off other transactions that change what is to be delivered, or what was.
    func serializeOutboxes() throws { try serialize("outboxes") }

    /// Looks up rows for many elements, in their order: those whose columns have the values of an element.
    ///
    /// - Parameters:
    ///   - columns: what is read of a row.
    ///   - source: the tables, joined.
    ///   - keys: the columns that are compared, in the order of their values.
    ///   - bind: hands over the values of an element. It runs no statement, as `found` runs none.
    ///   - found: called for each row of an element; with nil if there is none.
    func find<Element>(
        _ columns: String, in source: String, by keys: [String], _ elements: [Element],
        bind: (_ element: Element, _ values: Parameters) throws -> Void,
        found: (_ element: Element, _ row: Row?) throws -> Void
    ) throws {
        guard !elements.isEmpty else { return }
        try link.find(
            columns, in: source, by: keys, count: elements.count, bind: { try bind(elements[$0], $1) },
            found: { try found(elements[$0], $1) })
    }

    /// Adds rows, none of which is another one by its key.
    ///
    /// - Parameters:
    ///   - table: its name with the columns, as `page (id, name)`.
    ///   - width: how many columns that are.
    ///   - otherwise: what is done about a row that is there, as `ON CONFLICT …`.
    ///   - bind: hands over the values of an element, in the order of the columns. It runs no statement, as `returned`
    ///     runs none.
    ///   - returned: called for each row that `otherwise` returns, in the order of the elements.
    func insert<Element>(
        into table: String, width: Int, otherwise: String, _ elements: [Element],
        bind: (_ element: Element, _ values: Parameters) throws -> Void,
        returned: (Row) throws -> Void = { _ in }
    ) throws {
        guard !elements.isEmpty else { return }
        try link.insert(
            into: table, width: width, otherwise: otherwise, count: elements.count,
            bind: { try bind(elements[$0], $1) }, returned: returned)
    }

    /// Runs one statement for many elements, in their order.
    ///
    /// An engine may send all of them before it reads the first result, so neither closure runs a statement, and
    /// no element depends on the result of another.
    ///
    /// - Parameters:
    ///   - bind: hands over the values of an element, in the order of the `?`.
    ///   - found: called for each row of an element's result; with nil if there is none.
    func each<Element>(
        _ sql: String, _ elements: [Element],
        bind: (_ element: Element, _ values: Parameters) throws -> Void,
        found: (_ element: Element, _ row: Row?) throws -> Void = { _, _ in }
    ) throws {
        guard !elements.isEmpty else { return }
        try link.each(
            sql, count: elements.count, bind: { try bind(elements[$0], $1) },
            found: { try found(elements[$0], $1) })
    }
}

extension Session {
    /// Writes rows into a table that nobody else sees, as quickly as the engine can.
    ///
    /// - Parameters:
    ///   - table: its name with the columns, as `page (id, name)`.
    ///   - width: how many columns that are.
    ///   - bind: hands over the values of an element, in the order of the columns.
    func load<Element>(
        _ table: String, width: Int, _ elements: [Element],
        bind: (_ element: Element, _ values: Parameters) throws -> Void
    ) throws {
        try link.load(table, width: width, count: elements.count) { try bind(elements[$0], $1) }
    }
}

/// Takes the values of one execution.
struct Parameters {
    let sink: any ParameterSink

    func callAsFunction<each Value: Bindable>(_ value: repeat each Value) throws {
        repeat try (each value).bind(to: sink)
    }
}

/// Takes values one after the other.
protocol ParameterSink: AnyObject {
    func bind(_ value: Int64) throws
    func bind(_ text: String) throws
    func bind(_ value: SQLValue) throws
}

/// What an engine runs the statements of one transaction on.
protocol DatabaseLink: AnyObject {
    var dialect: any Dialect { get }
    func rows(_ sql: String, _ values: Values, once: Bool) throws -> [Row]
    func forEach(_ sql: String, _ values: Values, once: Bool, _ body: (Row) throws -> Void) throws
    func run(_ sql: String, _ values: Values) throws -> Int
    func each(
        _ sql: String, count: Int, bind: (Int, Parameters) throws -> Void,
        found: (Int, Row?) throws -> Void) throws
    /// Adds rows, none of which is another one by its key.
    func insert(
        into table: String, width: Int, otherwise: String, count: Int,
        bind: (Int, Parameters) throws -> Void, returned: (Row) throws -> Void
    ) throws
    /// Looks up rows by the values of columns.
    func find(
        _ columns: String, in source: String, by keys: [String], count: Int,
        bind: (Int, Parameters) throws -> Void, found: (Int, Row?) throws -> Void) throws
    /// Writes rows into a table that nobody else sees.
    func load(_ table: String, width: Int, count: Int, bind: (Int, Parameters) throws -> Void) throws
    /// Waits for the transactions that have named the same.
    func serialize(_ what: String) throws
}
