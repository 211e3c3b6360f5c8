/// The guarantees as a page for people, made of the cases, so that it cannot say anything else.
public enum GuaranteeTable {
    /// The page in Markdown.
    public static let markdown: String = {
        let rows = ConformanceCase.all.map { test in
            let flaw = BrokenProvider.breaking(test).map { "one that \($0.flaw)" } ?? Self.flawOfTheHost
            return "| `\(test.id)` | \(test.guarantee) | \(test.method) | \(flaw) |"
        }
        return """
            # What every provider guarantees

            Each row is a case of the conformance suite, `ConnectorTesting`. A provider is part of Tributary
            when all of them pass against its own simulator, or are skipped for a written reason. Each case is
            itself tested against a provider that breaks the promise.

            | case | guarantee | how it is checked | shown to fail for |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            This page is generated; a test fails when it is stale and says how to renew it.

            """
    }()

    /// The one case that tries the program as well as the provider.
    private static let flawOfTheHost = "a program that does not go on after a kill"
}
