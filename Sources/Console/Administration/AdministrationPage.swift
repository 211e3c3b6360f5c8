import ConnectorKit
import HTTPAPI
import HTTPTypes
import Model

extension PageRoute {
    static let administration: [PageRoute] =
        [
            .page("/administration") { context in
                ConsolePage(
                    "administration", context.words("section.administration"), in: .administration,
                    [("pages", context.administration(at: nil))])
            }
        ] + tokens + audit + replay + providers + reconcile
}

/// The pages for who runs the host.
enum AdministrationTab: String, CaseIterable {
    case providers, tokens, audit, replay, reconcile

    /// Whether a visitor may open it.
    func isOpen(to context: PageContext) -> Bool {
        switch self {
        case .providers: true
        case .tokens, .audit, .replay: context.mayChangeAll
        case .reconcile: context.mayChange
        }
    }
}

extension PageContext {
    func administration(at here: AdministrationTab?) -> JSONValue {
        .list(
            AdministrationTab.allCases.filter { $0.isOpen(to: self) }.map { tab in
                .record([
                    ("label", .text(words("administration.\(tab.rawValue)"))),
                    ("about", .text(words("administration.\(tab.rawValue)About"))),
                    ("address", .text("/\(tab.rawValue)")), ("isHere", .boolean(tab == here)),
                ])
            })
    }

    /// A page among those for who runs the host.
    func administrationPage(
        _ tab: AdministrationTab, _ fields: [(String, JSONValue)], refused: Problem? = nil
    ) -> ConsolePage {
        let hasCSV = [.tokens, .audit, .replay].contains(tab)
        return ConsolePage(
            tab.rawValue, words("administration.\(tab.rawValue)"), in: .administration,
            fields + [
                ("csv", hasCSV ? .text("/\(tab.rawValue).csv") : .null), ("tabs", administration(at: tab)),
                ("refusal", .optional(refused?.detail)),
            ],
            status: refused?.status ?? .ok)
    }
}
