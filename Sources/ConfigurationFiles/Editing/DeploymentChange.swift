/// What is to become of one provider in one group's file; nil leaves a value as it is.
///
/// Values are as a person types them, and mean themselves: a `${` in one is no reference (our decision: who may
/// call the host must not read its environment or its files; references are written into the file by hand).
package struct DeploymentChange: Sendable, Equatable {
    package var enabled: Bool?
    package var tags: Bool?
    package var pushCompletions: Bool?
    package var echo: Bool?
    package var languages: [String]?
    package var contentTypes: [String]?
    /// Filters by vocabularies of the provider's own, by name; one that is missing stays as it is.
    package var terms: [String: [String]] = [:]
    /// `HH:MM`, in the host's time zone; empty: the provider's own times again.
    package var catalogTimes: [String]?
    package var statsTimes: [String]?
    /// How often changes are asked for, such as `15m`; `no`: never.
    package var changes: String?
    /// By name; nil inside takes the setting out of the file, so that its default holds.
    package var settings: [String: String?] = [:]

    package init() {}
}

/// Why a deployment was not changed: nothing was.
package enum DeploymentRefusal: Error, Sendable {
    /// The files would have these mistakes, in the file that was to be changed; or a secret has to be entered
    /// again, since the address it would go to is another one.
    case mistakes(ConfigurationMistakes)
    /// Another file has these mistakes already, so that nothing could come into force.
    case elsewhere(ConfigurationMistakes)
    /// The file was not changed, and why.
    case file(EditRefusal)
}
