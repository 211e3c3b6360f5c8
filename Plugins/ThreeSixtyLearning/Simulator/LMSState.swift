import Foundation
import SimulatorSupport

/// All that a platform is at one moment.
struct LMSState: Sendable {
    let options: LMSPlatform.Options
    var tokens = Tokens()
    let reads: SimulatedRateLimit
    let writes: SimulatedRateLimit
    var requestDice: FaultDice<LMSFault>
    var operationDice: FaultDice<LMSFault>
    var requestCount = 0
    var requests: [LoggedRequest] = []

    var groups: [Group]
    var users: [User]
    var userPositions: [String: Int]
    var integrations: [Integration] = []
    var tags: [Tag] = []
    var courses = CourseShelf()
    var operations: [Operation] = []
    /// The most bulk operations that were under way at once.
    var operationPeak = 0
    var attempts: [AttemptKey: [Attempt]] = [:]
    private var made: [ObjectID.Kind: Int] = [:]

    init(_ options: LMSPlatform.Options, now: Date) {
        self.options = options
        reads = SimulatedRateLimit(options.readsPerSecond, in: 1)
        writes = SimulatedRateLimit(options.writesPerSecond, in: 1)
        requestDice = FaultDice([], seed: options.seed)
        operationDice = FaultDice([], seed: options.seed)
        groups = Group.all
        users = User.all(learners: options.learners)
        userPositions = Dictionary(users.enumerated().map { ($1.id, $0) }) { first, _ in first }
        set(options.faults)
        integrations = Integration.builtIn(options, id: newID(.integration))
    }

    mutating func set(_ faults: [FaultRule<LMSFault>]) {
        requestDice = FaultDice(faults.filter { !$0.fault.isOfOperations }, seed: options.seed)
        operationDice = FaultDice(faults.filter(\.fault.isOfOperations), seed: options.seed)
        requestCount = 0
    }

    mutating func newID(_ kind: ObjectID.Kind) -> String {
        made[kind, default: 0] += 1
        return ObjectID.make(kind, made[kind, default: 0])
    }
}
