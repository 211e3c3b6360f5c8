import ConnectorKit
import Foundation

extension String {
    /// A time of a record in a readable form; any other text unchanged.
    func shownAsTime(in zone: TimeZone) -> String {
        guard let date = Timestamp.date(self) else { return self }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return
            "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
    }
}

extension Int64 {
    /// The number with a comma between groups of three digits.
    var groupedText: String {
        formatted(IntegerFormatStyle<Int64>(locale: Locale(identifier: "en_US")).grouping(.automatic))
    }
}
