import Foundation
import SimulatorSupport
import Testing

@Suite("The rate limit of a simulated service")
struct RateLimitTests {
    @Test("So many requests are answered in any stretch, and a refused one says when to come again")
    func limited() {
        let limit = SimulatedRateLimit(2, in: 60)
        let begin = Date(timeIntervalSince1970: 1_000)
        let waits = [0, 10, 20, 59.5, 60, 61, 70].map { limit.take(begin.addingTimeInterval($0)) }
        #expect(waits == [nil, nil, 40, 0.5, nil, 9, nil])
        #expect(limit.peak == 5)
    }

    @Test("Without any allowed, none is answered")
    func none() {
        let limit = SimulatedRateLimit(0, in: 1)
        #expect(limit.take(Date()) == 1)
    }
}
