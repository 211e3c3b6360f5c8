import ConnectorKit
import Foundation

/// What happens to a few accounts of a provider, and what the host hears of it.
struct Story {
    /// What the host hears, apart from runs, which are of all stories.
    enum Step: Sendable {
        case event(Enrolment)
        case launch(content: Int, group: String, address: String, at: Date)
    }

    let number: Int
    private(set) var log: [String] = []
    private var random: SeededRandom
    private let world: World
    /// The story's time, in minutes.
    private var now: Int
    /// Minutes by which the provider's clock is ahead.
    private let ahead: Int
    private var courses: [Course] = []
    private var accounts: [String]
    private var made = 0

    /// What there is in the story's part of the world.
    struct World: Sendable {
        let contents: [Int]
        let addresses: [String]
        let groups: @Sendable (Int) -> [String]
        /// Whether everything is heard of at once, nobody changes an address, and a learner goes on with the last
        /// enrolment alone.
        var isOrderly = false
    }

    /// An enrolment as the provider has it.
    private struct Course {
        let id: String
        let content: Int
        let account: String
        /// From its begin on.
        var states: [Enrolment]
        var current: Enrolment { states[states.count - 1] }
    }

    init(_ number: Int, seed: UInt64, _ world: World) {
        self.number = number
        self.world = world
        random = SeededRandom(seed: seed, number)
        now = 60 * 24
        ahead = random.pick([-4, -1, 0, 0, 0, 2])
        accounts = []
        for _ in 0..<random.number(1...3) { accounts.append(newAccount()) }
    }

    private mutating func newAccount() -> String {
        made += 1
        return "s\(number)u\(made)"
    }

    /// The first addresses.
    mutating func begin(_ portal: StatsPortal) {
        guard world.isOrderly else {
            for account in accounts { readdress(account, portal) }
            return
        }
        for (account, address) in zip(accounts, world.addresses) {
            portal.change { $0.emails[account] = address }
            log.append("\(account) is \(address)")
        }
    }

    private mutating func readdress(_ account: String, _ portal: StatsPortal) {
        let address: String? = random.chance(12) ? nil : spelt(random.pick(world.addresses))
        portal.change { $0.emails[account] = address }
        log.append("\(account) is \(address ?? "without address")")
    }

    private mutating func spelt(_ address: String) -> String {
        random.pick([address, address, address.uppercased(), " \(address)", "\(address) "])
    }

    /// Something happens.
    mutating func next(_ portal: StatsPortal) -> Step? {
        now += random.weighted([
            (random.number(1...9), 5), (random.number(10...360), 3), (random.number(1_200...1_800), 2),
        ])
        if world.isOrderly {
            if random.chance(30) { return launch() }
            let index = random.chance(40) ? enrol(portal) : goOn(portal)
            return .event(courses[index].current)
        }
        switch random.weighted([(0, 3), (1, 4), (2, 4), (3, 3), (4, 2), (5, 1)]) {
        case 0: _ = enrol(portal)
        case 1: _ = goOn(portal)
        case 2: return hear(portal)
        case 3: return launch()
        case 4: readdress(random.pick(accounts), portal)
        default: recreate(portal)
        }
        return nil
    }

    private func minute(_ minute: Int) -> Date { hour(Double(minute) / 60) }

    /// - Returns: the position of the enrolment.
    private mutating func enrol(_ portal: StatsPortal) -> Int {
        let account = random.pick(accounts)
        let content = random.pick(world.contents)
        let id = "s\(number)e\(courses.count)"
        let begin = minute(now + ahead)
        courses.append(
            Course(
                id: id, content: content, account: account,
                states: [
                    Enrolment(
                        id: id, contentID: String(content), account: account, status: .inProgress,
                        createdAt: begin, updatedAt: begin, passed: nil)
                ]))
        log.append("\(account) begins \(id) in \(content) at \(now + ahead)")
        publish(courses.count - 1, portal)
        return courses.count - 1
    }

    private mutating func goOn(_ portal: StatsPortal) -> Int {
        let open = courses.indices.filter { index in
            courses[index].current.status != .completed
                && !(world.isOrderly
                    && courses[(index + 1)...].contains {
                        $0.account == courses[index].account && $0.content == courses[index].content
                    })
        }
        guard !open.isEmpty else { return enrol(portal) }
        let index = random.pick(open)
        var state = courses[index].current
        state.updatedAt = minute(now + ahead)
        state.status = random.chance(60) ? .completed : .inProgress
        state.passed = random.pick([true, false, nil])
        courses[index].states.append(state)
        log.append("\(state.id) is \(state.status.rawValue) at \(now + ahead)")
        publish(index, portal)
        return index
    }

    /// The provider's listings name the enrolment as it is, and often as it was in earlier windows as well.
    private mutating func publish(_ index: Int, _ portal: StatsPortal) {
        let course = courses[index]
        var named = [course.current]
        if !world.isOrderly, random.chance(30) {
            named = course.states.indices.map { window(course, $0) }
        }
        portal.change { contents in
            contents.enrolments.removeAll { $0.id == course.id }
            contents.enrolments += named
        }
    }

    /// An enrolment as a window of time names it: begun with the first activity in the window.
    private func window(_ course: Course, _ index: Int) -> Enrolment {
        var state = course.states[index]
        if index > 0 { state.createdAt = course.states[index - 1].updatedAt }
        return state
    }

    private mutating func hear(_ portal: StatsPortal) -> Step? {
        guard !courses.isEmpty else {
            _ = enrol(portal)
            return nil
        }
        let course = random.pick(courses)
        let index = random.below(course.states.count)
        let named = random.chance(30) ? window(course, index) : course.states[index]
        log.append(
            "heard of \(named.id): \(named.status.rawValue), begun \(Self.minutes(named.createdAt ?? named.updatedAt)), "
                + "updated \(Self.minutes(named.updatedAt))")
        return .event(named)
    }

    static func minutes(_ date: Date) -> Int { Int((date.timeIntervalSince(hour(0)) / 60).rounded()) }

    private mutating func launch() -> Step {
        let content = random.pick(world.contents)
        let group = random.pick(world.groups(content))
        let address = spelt(random.pick(world.addresses))
        log.append("\(address) launches \(content) in \(group) at \(now)")
        return .launch(content: content, group: group, address: address, at: minute(now))
    }

    /// An account is made anew under another id, with the same address.
    private mutating func recreate(_ portal: StatsPortal) {
        let index = random.below(accounts.count)
        let (old, new) = (accounts[index], newAccount())
        accounts[index] = new
        portal.change { contents in
            contents.emails[new] = contents.emails[old]
            contents.emails[old] = nil
        }
        log.append("\(old) is made anew as \(new)")
    }
}
