import Testing

import ConnectorKit

@Suite struct PoolTests {
    @Test("who waits gets what is given back, in order")
    func order() async throws {
        let pool = Pool([1])
        #expect(await pool.take() == 1)
        #expect(pool.takeIfFree() == nil)
        async let waiting = pool.take()
        pool.give(7)
        #expect(await waiting == 7)
        pool.give(8)
        #expect(pool.takeIfFree() == 8)
    }

    @Test("who is cancelled waits no longer, and takes nothing from the others")
    func cancelled() async throws {
        let pool = Pool<Int>([])
        let waiter = Task { await pool.take() }
        waiter.cancel()
        #expect(await waiter.value == nil)
        pool.give(1)
        #expect(await pool.take() == 1)
    }
}
