/// A stand-in for the service of a provider or platform, for tests, the demo and the `sandbox` command.
///
/// It follows the published description of the service and refuses what the service would refuse.
/// A simulator lives in its provider's folder and is no part of the provider's own module.
public protocol Simulator: Sendable {
    /// The id of the provider or platform it stands in for.
    var providerID: String { get }

    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - options: what to serve, and where.
    ///   - ready: called once, when connections are accepted.
    /// - Throws: ``SimulatorFailure``.
    func run(_ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void) async throws
}

/// Why a simulator does not serve.
public enum SimulatorFailure: Error, Sendable, CustomStringConvertible {
    /// The options ask for what it does not know, such as a fault.
    case options(String)
    /// The port cannot be had.
    case listening(String)

    public var description: String {
        switch self {
        case .options(let text), .listening(let text): text
        }
    }
}

/// What a simulator serves.
public struct SimulatorOptions: Sendable {
    /// The port on 127.0.0.1; 0 takes a free one.
    public var port: Int
    /// How many items the library holds; the data is the same for the same number.
    public var items: Int
    /// Faults to inject, as the simulator's README names them, such as `429=0.05`.
    public var faults: [String]
    /// Whether pages are rendered once and kept, so that a benchmark measures the client.
    public var prerendered: Bool

    /// How many enrolments there are; nil leaves it to the simulator, which makes it fit the items.
    public var enrolments: Int?
    /// How often a learner begins or completes something while it serves; nil for never.
    public var activity: Duration?

    public init(
        port: Int = 0, items: Int = 1_000, faults: [String] = [], prerendered: Bool = false,
        enrolments: Int? = nil, activity: Duration? = nil
    ) {
        self.enrolments = enrolments
        self.activity = activity
        self.port = port
        self.items = items
        self.faults = faults
        self.prerendered = prerendered
    }
}

/// A simulator that accepts connections.
public struct SimulatorSite: Sendable {
    /// Where it listens, such as `http://127.0.0.1:8361`.
    public let url: String
    /// The settings a provider file needs to reach it; secrets are in clear, for they protect nothing.
    public let settings: [(name: String, value: String)]
    /// What a provider file needs besides, for one of the groups of a simulated platform.
    public let group: [(name: String, value: String)]

    public init(
        url: String, settings: [(name: String, value: String)], group: [(name: String, value: String)] = []
    ) {
        self.url = url
        self.settings = settings
        self.group = group
    }
}
