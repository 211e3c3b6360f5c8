/// The words that engines write differently.
protocol Dialect: Sendable {
    /// Joins tables, and has them read in this order.
    var inThisOrder: String { get }
    /// Has the rows of a query stay as they are until the transaction ends; empty on an engine that writes one
    /// transaction at a time.
    var locked: String { get }
    /// A column that is compared without its index, since another one is narrower.
    func unindexed(_ column: String) -> String
    /// Whether a value is in the list that a parameter names.
    func isAmong(_ value: String, _ list: String) -> String
    /// The list that a parameter names, as a table with the column `value`.
    func elements(of list: String, as table: String) -> String
    /// A character by its code.
    func character(_ code: Int) -> String
    /// The texts of a group, as lines.
    func lines(_ text: String) -> String
    /// One column of a query as lines, in an order; NULL if there are none.
    func lines(_ text: String, _ source: String, orderedBy order: String) -> String
    /// Makes a table of this transaction, or of this connection, unless it is there: a name with columns.
    func temporaryTable(_ definition: String) -> String
    /// From how many rows on writing them takes less by way of a temporary table than one by one; nil if never.
    var rowsToLoad: Int? { get }
    /// How many rows a batch has that is read, decided and written: in a file so few that they are still in memory when
    /// they are written; over a network as many as a round trip is worth.
    var rowsAtOnce: Int { get }
    /// How many enrolments are recorded in one transaction at most, but for those of one page: few where others wait for
    /// it to end, many where each transaction costs round trips (our decision).
    var enrolmentsAtOnce: Int { get }
    /// Whether a text has a line.
    func hasLine(_ line: String, in text: String) -> String
}

extension Dialect {
    /// Whether a language is in one of the ranges (RFC 4647 basic filtering) of the list that a parameter names.
    func isInRange(_ language: String, _ list: String) -> String {
        """
        EXISTS (SELECT 1 FROM \(elements(of: list, as: "l"))
            WHERE lower(\(language)) = l.value OR lower(\(language)) LIKE l.value || '-%')
        """
    }
}
