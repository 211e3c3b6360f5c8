/// ISO 8601 durations, such as `P1DT2H30M`.
public enum ISODuration {
    /// Returns whole minutes, rounded up; nil if malformed, or with years or months, whose length varies.
    public static func minutes(_ text: String) -> Int? {
        var rest = Substring(text.uppercased())
        guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
        var seconds = 0.0
        var isTime = false
        while let next = rest.first {
            if next == "T", !isTime {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
            rest = rest.dropFirst(digits.count)
            guard let amount = Double(digits.replacing(",", with: ".")), let unit = rest.popFirst(),
                let unitSeconds = secondsIn(unit, isTime: isTime)
            else { return nil }
            if unitSeconds == 0, amount > 0 { return nil }
            seconds += amount * unitSeconds
        }
        let minutes = (seconds / 60).rounded(.up)
        return minutes > 0 && minutes < 1e9 ? Int(minutes) : nil
    }

    private static func secondsIn(_ unit: Character, isTime: Bool) -> Double? {
        switch (unit, isTime) {
        case ("W", false): 604_800
        case ("D", false): 86_400
        case ("H", true): 3_600
        case ("M", true): 60
        case ("S", true): 1
        case ("Y", false), ("M", false): 0
        default: nil
        }
    }
}
