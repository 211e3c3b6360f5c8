import ConnectorKit
import Testing

@Suite("Query strings")
struct URLQueryTests {
    @Test(
        "names and values are percent-encoded, except unreserved characters and brackets",
        arguments: [
            ("a-z.A_Z~09", "a-z.A_Z~09"), ("type[]", "type[]"), (" ", "%20"), ("a&b=c", "a%26b%3Dc"),
            ("+", "%2B"), ("%20", "%2520"), ("é", "%C3%A9"), ("😀", "%F0%9F%98%80"), ("\u{0}\n", "%00%0A"),
            ("https://x/?#", "https%3A%2F%2Fx%2F%3F%23"), ("", ""),
        ])
    func encoding(_ text: String, _ encoded: String) {
        var query = URLQuery()
        query.add(text, text)
        #expect(query.text == "?\(encoded)=\(encoded)")
        #expect(String(decoding: query.form, as: UTF8.self) == "\(encoded)=\(encoded)")
    }

    @Test("parts keep their order, and a name may occur again")
    func order() {
        var query = URLQuery()
        query.add("type[]", "video")
        query.add("limit", 50)
        query.add("type[]", "audio")
        query.add("use_scroll", true)
        #expect(query.text == "?type[]=video&limit=50&type[]=audio&use_scroll=true")
        #expect(query.form == Array("type[]=video&limit=50&type[]=audio&use_scroll=true".utf8))
    }

    @Test("a query without parts is empty")
    func empty() {
        #expect(URLQuery().text == "")
        #expect(URLQuery().form == [])
    }
}
