import Metrics
import Synchronization

/// The values of a family for one set of labels.
final class MetricSeries: Sendable {
    struct Value: Sendable {
        /// The value of a counter or gauge; the sum of a histogram.
        var number = 0.0
        /// The number of observations in each bucket of a histogram; the last one has no bound.
        var counts: [Int] = []
    }

    private let bounds: [Double]
    private let value: Mutex<Value>

    /// - Parameter bounds: the ascending bounds of a histogram.
    init(bounds: [Double] = []) {
        self.bounds = bounds
        value = Mutex(Value(counts: bounds.isEmpty ? [] : Array(repeating: 0, count: bounds.count + 1)))
    }

    var reading: Value { value.withLock { $0 } }

    func observe(_ number: Double) {
        let bucket = bounds.firstIndex { number <= $0 } ?? bounds.count
        value.withLock { value in
            value.number += number
            value.counts[bucket] += 1
        }
    }
}

extension MetricSeries: CounterHandler {
    func increment(by amount: Int64) { value.withLock { $0.number += Double(amount) } }
    func reset() { value.withLock { $0.number = 0 } }
}

extension MetricSeries: MeterHandler {
    func set(_ number: Int64) { set(Double(number)) }
    func set(_ number: Double) { value.withLock { $0.number = number } }
    func increment(by amount: Double) { value.withLock { $0.number += amount } }
    func decrement(by amount: Double) { value.withLock { $0.number -= amount } }
}

extension MetricSeries: TimerHandler {
    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1_000_000_000) }
}
