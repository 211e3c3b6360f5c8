/// Durations as files write them: a whole number and `s`, `m`, `h` or `d`.
enum WrittenDuration {
    /// Nil if the text is no duration, or longer than a hundred years.
    static func duration(_ text: String) -> Duration? {
        guard let unit = text.last, let seconds = ["s": 1, "m": 60, "h": 3_600, "d": 86_400][unit],
            text.dropLast().utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text.dropLast()), number <= 36_525 * 86_400 / seconds
        else { return nil }
        return .seconds(number * seconds)
    }
}
