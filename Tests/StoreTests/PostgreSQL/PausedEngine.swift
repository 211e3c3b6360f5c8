import Dispatch
import Foundation
import Synchronization
import TestSupport

@testable import Store

/// An engine whose writing transactions wait before they end, once their bodies are done: what another transaction does
/// meanwhile is what two hosts do in the same moment.
final class PausedEngine: Engine {
    private let base: any Engine
    private let begun = DispatchSemaphore(value: 0)
    private let goOn = DispatchSemaphore(value: 0)
    private let isArmed = Mutex(true)
    private let hasPaused = Mutex(false)

    init(_ base: any Engine) { self.base = base }

    /// Whether a transaction has done all that it does, and waits.
    var isPaused: Bool { hasPaused.withLock { $0 } }

    /// Lets the transaction end; further ones do not wait.
    func release() { goOn.signal() }

    private func pause() {
        guard
            isArmed.withLock({ armed in
                defer { armed = false }; return armed
            })
        else { return }
        hasPaused.withLock { $0 = true }
        goOn.wait()
    }

    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value {
        try await base.write(toDisk: toDisk, under: hold) { [self] db in
            let value = try body(db)
            pause()
            return value
        }
    }

    var path: String { base.path }
    var dialect: any Dialect { base.dialect }
    var search: any SearchEngine { base.search }

    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value {
        try await base.read(body)
    }

    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value? {
        try await base.writeIfFree(body)
    }

    func checkWritable() async throws { try await base.checkWritable() }
    func changeMark() async throws -> Int { try await base.changeMark() }
    func lease(_ name: String) throws(StoreError) -> Lease? { try base.lease(name) }
    func copy(to directory: URL) throws -> any Engine { try base.copy(to: directory) }
    func backup(to file: URL) throws -> [String]? { try base.backup(to: file) }
    func restore(from file: URL) throws { try base.restore(from: file) }
    func explain(_ error: any Error, at path: String) -> StoreError { base.explain(error, at: path) }
}
