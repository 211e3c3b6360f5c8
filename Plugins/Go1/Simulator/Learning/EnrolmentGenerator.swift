import SimulatorSupport
import ConnectorKit

/// Generates the portal's enrolments. Enrolment n of a seed is always the same for the same sizes.
struct EnrolmentGenerator: Sendable {
    let seed: UInt64
    let items: ItemGenerator
    /// The number of items in the Library, and of accounts in the portal.
    let libraryItems: Int
    let accounts: Int
    let crowd: Go1Portal.Crowd?

    /// 2022-01-01T00:00:00Z to 2026-09-01T00:00:00Z, milliseconds: the data does not depend on the clock.
    static let years: Range<Int64> = 1_640_995_200_000..<1_788_220_800_000
    private static let firstID = 9_000_000
    private static let hour: Int64 = 3_600_000

    static func id(at n: Int) -> Int { firstID + n }
    static func position(ofID id: Int) -> Int { id - firstID }

    /// The awkward ones: every 25th is the learner's next enrolment in the same object, every 97th is in an
    /// unknown object, every 211th was updated before it was created, and every 53rd is in a part of the
    /// previous enrolment's course.
    func enrolment(_ n: Int) -> PortalEnrolment {
        if n % 25 == 24 { return again(after: first(n - 1), n) }
        var enrolment = first(n)
        if n % 53 == 52 {
            enrolment.parentID = Self.id(at: n - 1)
            enrolment.accountID = first(n - 1).accountID
        }
        return crowded(enrolment, n)
    }

    private func first(_ n: Int) -> PortalEnrolment {
        var draw = SeededRandom(seed: seed, n, stream: 12)
        let created = Self.years.lowerBound + Int64(draw.fraction() * Double(Self.span))
        let status = draw.weighted(Self.statuses)
        let rest = Double(Self.years.upperBound - created)
        let updated = status == .notStarted ? created : created + Int64(draw.fraction() * rest * 0.2)
        let known = n % 97 != 96 && libraryItems > 0
        let position = Int(draw.fraction() * draw.fraction() * Double(libraryItems))
        return PortalEnrolment(
            id: Self.id(at: n), contentID: known ? items.id(at: position) : 1_400_000 + draw.below(300),
            accountID: PortalAccount(draw.below(accounts), seed: seed).id, status: status, created: created,
            updated: n % 211 == 210 ? created - Self.hour : updated, passed: passed(status, &draw),
            isAssigned: draw.chance(30), timeForm: draw.weighted(Self.timeForms))
    }

    private func again(after earlier: PortalEnrolment, _ n: Int) -> PortalEnrolment {
        var enrolment = first(n)
        enrolment.contentID = earlier.contentID
        enrolment.accountID = earlier.accountID
        enrolment.created = max(earlier.created, earlier.updated) + Self.hour
        enrolment.updated = max(enrolment.updated, enrolment.created)
        return crowded(enrolment, n)
    }

    /// The first enrolments share a second; some have its very first millisecond.
    private func crowded(_ enrolment: PortalEnrolment, _ n: Int) -> PortalEnrolment {
        guard let crowd, n < crowd.count else { return enrolment }
        var enrolment = enrolment
        enrolment.updated = crowd.second * 1_000 + (n % 2 == 0 ? 0 : Int64(n % 1_000))
        enrolment.created = min(enrolment.created, enrolment.updated)
        return enrolment
    }

    private func passed(_ status: PortalEnrolment.Status, _ draw: inout SeededRandom) -> Bool? {
        status == .completed ? draw.weighted([(true, 80), (false, 12), (nil, 8)]) : nil
    }

    private static let span = years.upperBound - years.lowerBound
    private static let statuses: [(PortalEnrolment.Status, Int)] = [
        (.completed, 50), (.inProgress, 32), (.notStarted, 18),
    ]
    private static let timeForms: [(WireTime, Int)] = [(.offset, 70), (.zulu, 20), (.compact, 10)]
}
