/// What is to become of one provider in one group's file; nil leaves a value as it is.
///
/// Values are as a person types them, and mean themselves: a `${` in one is no reference (our decision: who may
/// call the host must not read its environment or its files; references are written into the file by hand).
public struct DeploymentChange: Sendable, Equatable {
    public var enabled: Bool?
    public var tags: Bool?
    public var pushCompletions: Bool?
    public var languages: [String]?
    public var contentTypes: [String]?
    /// `HH:MM`, in the host's time zone; empty: the provider's own times again.
    public var catalogTimes: [String]?
    public var statsTimes: [String]?
    /// How often changes are asked for, such as `15m`; `no`: never.
    public var changes: String?
    /// By name; nil inside takes the setting out of the file, so that its default holds.
    public var settings: [String: String?] = [:]

    public init() {}
}

/// Why a deployment was not changed: nothing was.
public enum DeploymentRefusal: Error, Sendable {
    /// The files would have these mistakes, in the file that was to be changed; or a secret has to be entered
    /// again, since the address it would go to is another one.
    case mistakes(ConfigurationMistakes)
    /// Another file has these mistakes already, so that nothing could come into force.
    case elsewhere(ConfigurationMistakes)
    /// The file was not changed, and why.
    case file(EditRefusal)
}
