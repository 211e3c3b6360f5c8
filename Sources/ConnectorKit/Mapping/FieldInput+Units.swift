public import Foundation

/// A unit of time in which services give numbers.
public enum TimeUnit: Double, Sendable {
    case milliseconds = 0.001
    case seconds = 1
    case minutes = 60
    case hours = 3_600

    /// How many seconds one is.
    var seconds: Double { rawValue }
}

extension FieldInput {
    /// Returns whole minutes, rounded up, or nil for 0 and less (unknown).
    public func minutes() throws(Failure) -> Int? { try minutes(in: .minutes) }

    /// Returns whole minutes of a number of another unit, rounded up, or nil for 0 and less (unknown).
    public func minutes(in unit: TimeUnit) throws(Failure) -> Int? {
        guard let (path, value) = first else { return nil }
        guard case .number(let written) = value else { throw wrongType(path, value, "a number of \(unit)") }
        guard let number = Double(written), number > 0 else { return nil }
        let minutes = unit == .minutes ? number : number * unit.seconds / 60
        return minutes < 1e9 ? Int(minutes.rounded(.up)) : nil
    }

    /// Returns whole minutes of a number whose unit is a text beside it.
    ///
    /// - Parameters:
    ///   - path: The source of the number.
    ///   - unit: The source of the unit.
    ///   - units: The units by their texts.
    ///   - standard: The unit of a number without one.
    public func minutes(
        at path: String, unit: String, _ units: [String: TimeUnit], else standard: TimeUnit
    ) throws(Failure) -> Int? {
        guard let text = try self[unit].text() else { return try self[path].minutes(in: standard) }
        guard let found = units[text] else {
            throw .item(
                "\(unit) is \"\(text.prefix(40))\"; \(units.keys.sorted().joined(separator: " or ")) was expected"
            )
        }
        return try self[path].minutes(in: found)
    }

    /// Returns a length of time, never negative.
    public func duration(in unit: TimeUnit) throws(Failure) -> Duration? {
        // A century is more than anybody learns, and no sum of it overflows.
        try number().map { .milliseconds(Int64(min(max($0 * unit.seconds, 0), 3_153_600_000) * 1_000)) }
    }

    /// Returns the time that a number counts since 1970 (UTC), or nil for 0 and less, which say that there is none.
    public func time(since1970 unit: TimeUnit) throws(Failure) -> Date? {
        guard let number = try number(), number > 0 else { return nil }
        let seconds = number * unit.seconds
        guard seconds * 1_000 <= Double(Timestamp.range.upperBound) else {
            throw .item("\(sources.joined(separator: " or ")) is later than the year 9999")
        }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Returns the time that a number counts since 1970 (UTC) and that must be there.
    public func requiredTime(since1970 unit: TimeUnit) throws(Failure) -> Date {
        guard let time = try time(since1970: unit) else {
            throw .item("no \(sources.joined(separator: " or "))")
        }
        return time
    }
}
