import ConnectorKit
import HTTPAPI
import Host

/// The pages of a set-up, in their order; what follows the last one writes the files.
enum SetupStep: String, Sendable, CaseIterable {
    case provider, connection, group, filters, finish

    var address: String { self == .provider ? "/setup" : "/setup/\(rawValue)" }
    var previous: SetupStep? { Self.allCases.prefix { $0 != self }.last }

    /// The first page that is still to be filled in, up to this one.
    func reachable(_ draft: SetupDraft, _ context: PageContext) -> SetupStep {
        guard let descriptor = context.descriptor(of: draft) else { return .provider }
        let isComplete: [SetupStep: Bool] = [
            .connection: descriptor.settings.allSatisfy {
                $0.isAdvanced || draft[$0.field] != nil
            },
            .group: draft["id"] != nil,
        ]
        return Self.allCases.first { $0 == self || isComplete[$0] == false } ?? self
    }

    /// The pages as the head of each shows them.
    func rows(_ words: Reader) -> JSONValue {
        let index = Self.allCases.firstIndex(of: self) ?? 0
        return .list(
            Self.allCases.enumerated().map { number, step in
                .record([
                    ("label", .text(words("setup.\(step.rawValue)"))), ("address", .text(step.address)),
                    ("isHere", .boolean(number == index)), ("isBefore", .boolean(number < index)),
                ])
            })
    }
}

extension PageContext {
    /// The provider that a set-up is about; nil if none was chosen.
    func descriptor(of draft: SetupDraft) -> ProviderDescriptor? {
        draft["provider"].flatMap { host.registry[$0]?.descriptor }.map(words.translated)
    }
}
