import Foundation

/// The formats of a time that occur in Go1's responses (rule G19).
package enum WireTime: Sendable, Equatable {
    /// `2017-07-30T01:29:21+00:00`, v2's listing.
    case offset
    /// `2023-05-19T05:13:30.827Z`, the gateway.
    case zulu
    /// `2020-04-29T06:29:13+0000`, older v2 answers.
    case compact

    /// - Parameter milliseconds: Since 1970, UTC. Only ``zulu`` includes the fraction.
    func text(_ milliseconds: Int64) -> String {
        let fraction = ((milliseconds % 1000) + 1000) % 1000
        var seconds = time_t((milliseconds - fraction) / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func pad(_ value: some BinaryInteger, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = "\(pad(parts.tm_year + 1900, 4))-\(pad(parts.tm_mon + 1))-\(pad(parts.tm_mday))"
        let time = "\(pad(parts.tm_hour)):\(pad(parts.tm_min)):\(pad(parts.tm_sec))"
        switch self {
        case .offset: return "\(day)T\(time)+00:00"
        case .zulu: return "\(day)T\(time).\(pad(fraction, 3))Z"
        case .compact: return "\(day)T\(time)+0000"
        }
    }
}
