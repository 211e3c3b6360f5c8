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
    /// rows, such as an order. A row that all of them write does it on every engine.
    func serialize(_ what: String) throws {
        try run(
            "INSERT INTO meta (key, value) VALUES (?, '') ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            ["order of \(what)"])
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
}
