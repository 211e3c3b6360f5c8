package import Foundation

/// A month in UTC, from January of the year 1 to December of 9999.
package struct UTCMonth {
    /// Years times 12, and months from 0.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// - Returns: nil for a time outside.
    package init?(_ time: Date) {
        let day = (time.timeIntervalSince1970 / 86_400).rounded(.down)
        guard day >= -719_162, day <= 2_932_896 else { return nil }
        // Days of the civil calendar, counted from 0000-03-01, so that a leap day ends its year.
        let days = Int(day) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Months from March.
        let month = (5 * dayOfYear + 2) / 153
        number = (era * 400 + yearOfEra) * 12 + month + 2
    }

    /// Such as `2026-11`.
    package var text: String {
        let (year, month) = (number / 12, number % 12 + 1)
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + (month < 10 ? "-0" : "-")
            + String(month)
    }
}
