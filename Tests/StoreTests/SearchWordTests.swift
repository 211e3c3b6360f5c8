import Testing

@testable import Store

@Suite("Search words")
struct SearchWordTests {
    @Test(
        "The index of a text has folded words, names with their signs, and pairs of characters without blanks between",
        arguments: [
            ("Safety at WORK", "safety at work "), ("C++ & C#", "c++ c# "),
            ("ASP.NET in .NET", "asp net in .net net "),
            ("End.  Next", "end next "), ("1.5", "1 5 "), ("安全管理", "安全 全管 管理 理 "), ("安", "安 "),
            ("AI入門", "ai 入門 門 "), ("½", "1 2 "), ("", ""), ("+ # .", ""),
        ])
    func indexed(_ text: String, _ expected: String) {
        #expect(SearchWord.indexed(text) == expected)
    }

    @Test(
        "What is typed has words whose beginning counts, names that count whole, and stretches",
        arguments: [
            ("safe wor", "\"safe\"* AND \"wor\"*", nil), ("R", "\"r\"*", "{name} : (\"r\")"),
            ("C++ basics", "\"c++\"* AND \"basics\"*", "{name} : (\"c++\")"),
            (".NET", "(\".net\"* OR \"net\")", "{name} : (\".net\")"),
            ("node.js", "\"node\"* AND \"js\"*", nil),
            ("art of sale", "\"art\"* AND \"of\"* AND \"sale\"*", nil),
            ("安", "\"安\"*", nil), ("安全管", "\"安全 全管\"", nil), ("\"\\*", nil, nil),
        ])
    func query(_ text: String, _ match: String?, _ name: String?) {
        let query = FullTextSearch().query(text)
        #expect(query?.match == match)
        #expect(query?.name == name)
    }
}
