/// A transaction that lasts over many calls and holds off all others that write. It is undone unless it is committed.
protocol OpenTransaction: AnyObject, Sendable {
    var path: String { get }
    var dialect: any Dialect { get }
    var search: any SearchEngine { get }
    /// Runs a body in the transaction, one after the other.
    func run<Value: Sendable>(_ body: (any PortableSide) throws -> Value) throws -> Value
    /// Ends it: what it wrote is on the disk then.
    func commit() throws
    func explain(_ error: any Error) -> StoreError
}

/// The engine's part of moving a store.
protocol StoreMover: Sendable {
    /// What messages name the place by: neither a user nor a password.
    var name: String { get }
    /// Begins a transaction on the store that is there, which holds off all others that write.
    func hold() throws -> any OpenTransaction
    /// Begins to make a store there: nobody sees anything of it before it is committed.
    ///
    /// - Parameter tables: those of the store.
    /// - Throws: ``StoreError/unusable(_:)`` if there is a store already, unless its content was moved elsewhere or has
    ///   not fully arrived.
    func make(_ tables: [PortableTable]) throws -> any OpenTransaction
    /// What a mark of the store that is there says; nil if there is no such mark, or no store.
    func mark(_ mark: MoveMark) throws -> String?
    /// Removes a mark.
    func remove(_ mark: MoveMark) throws
    func explain(_ error: any Error) -> StoreError
}
