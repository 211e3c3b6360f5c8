import Foundation

extension Int {
    /// `12,400`
    var grouped: String {
        var digits = Array(String(magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }

    /// `12.4 MB`
    var asBytes: String {
        let units = ["bytes", "kB", "MB", "GB"]
        var value = Double(self)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let rounded = (value * 10).rounded() / 10
        return unit == 0 ? "\(self) bytes" : "\(rounded) \(units[unit])"
    }
}

extension TimeZone {
    /// What the heading of a column of times says: `UTC+01:00`, `Europe/Berlin`.
    var label: String {
        guard let offset = identifier.wholeMatch(of: /GMT([+-][0-9]{2})([0-9]{2})/) else {
            return identifier == "GMT" ? "UTC" : identifier
        }
        return "UTC\(offset.1):\(offset.2)"
    }

    /// The heading of a column of times in this zone.
    func heading(_ name: String) -> String { "\(name) (\(label))" }
}

extension Date {
    /// `2026-11-22 07:40`, in a zone.
    func minuteText(in zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: self)
        func pad(_ value: Int?, _ width: Int = 2) -> String {
            let digits = String(value ?? 0)
            return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
        }
        return
            "\(pad(parts.year, 4))-\(pad(parts.month))-\(pad(parts.day)) \(pad(parts.hour)):\(pad(parts.minute))"
    }
}
