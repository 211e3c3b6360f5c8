/// A simulated provider service for tests, the demo and the `sandbox` command.
///
/// It follows the published description of the service and rejects what the service would reject. A
/// simulator lives in its provider's folder but is not part of the provider's module.
public protocol Simulator: Sendable {
    /// The id of the simulated provider.
    var providerID: String { get }

    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - options: What to serve, and on which port.
    ///   - ready: Called once, when the simulator accepts connections.
    /// - Throws: ``SimulatorFailure``.
    func run(_ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void) async throws
}

/// Why a simulator cannot serve.
public enum SimulatorFailure: Error, Sendable, CustomStringConvertible {
    /// The simulator does not support an option, such as a fault.
    case options(String)
    /// The simulator cannot listen on the port.
    case listening(String)

    public var description: String {
        switch self {
        case .options(let text), .listening(let text): text
        }
    }
}

/// Options of a simulator.
public struct SimulatorOptions: Sendable {
    /// The port on 127.0.0.1; 0 picks a free one.
    public var port: Int
    /// The number of items in the library. The same number always produces the same data.
    public var items: Int
    /// Faults to inject, as the simulator's README describes them, such as `429=0.05`.
    public var faults: [String]
    /// Whether pages are rendered once and cached, so that a benchmark measures the client.
    public var prerendered: Bool

    /// The number of enrolments; nil to derive it from the number of items.
    public var enrolments: Int?
    /// How often a learner starts or completes something while the simulator runs; nil for never.
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
public struct RunningSimulator: Sendable {
    /// The address it listens on, such as `http://127.0.0.1:8361`.
    public let url: String
    /// The settings a provider file needs to reach it. Secrets are in clear: they protect nothing.
    public let settings: [(name: String, value: String)]

    public init(url: String, settings: [(name: String, value: String)]) {
        self.url = url
        self.settings = settings
    }
}
