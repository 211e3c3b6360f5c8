import ConfigurationFiles
import Foundation
import Host
import Model

/// Reads daily times off the wall: it looks at the clock every quarter of an hour.
struct WallClock {
    private let zone: TimeZone

    init(_ zone: TimeZone) { self.zone = zone }

    /// When, of each day, the clock first shows a time or one after it; in order, each moment once.
    func showings(of times: [TimeOfDay], from start: Date, days: Int) -> [Date] {
        var moments: Set<Date> = []
        var shown: [TimeOfDay: Int] = [:]
        let step = 900
        let first = (Int(start.timeIntervalSince1970) / step - 96) * step
        for second in stride(from: first, to: first + (days + 1) * 86_400, by: step) {
            let moment = Date(timeIntervalSince1970: Double(second))
            let local = second + zone.secondsFromGMT(for: moment)
            let (day, minutes) = (local / 86_400, local % 86_400 / 60)
            for time in times where shown[time] != day && minutes >= time.minutes {
                shown[time] = day
                if moment >= start { moments.insert(moment) }
            }
        }
        return moments.sorted()
    }
}
