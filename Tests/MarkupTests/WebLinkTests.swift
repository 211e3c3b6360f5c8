import Testing

@testable import Markup

@Suite("Links that are kept")
struct WebLinkTests {
    @Test(
        "an absolute http(s) URL stays as written",
        arguments: [
            "https://example.com", "http://example.com/", "HTTPS://EXAMPLE.com/A?b=c&d=%20#e",
            "https://example.com:443/",
            "https://sub-domain.example.co.uk/path;x=1/~user/(a)", "https://münchen.example/straße?q=中",
            "http://127.0.0.1:8080/play/1", "https://example.com?x", "https://example.com#x",
            "https://example.com/a@b", "https://example.com/?next=https://other.example",
        ])
    func kept(_ link: String) {
        #expect(webLink(link) == link)
        #expect(webLink(" \t\r\n\(link)\n ") == link)
    }

    @Test(
        "other text, and URLs that could be mistaken for others, are removed",
        arguments: [
            "", " ", "https", "https:", "https:/", "https://", "https:///x", "https://?x", "https://#x",
            "https://:80",
            "https:example.com", "http:/example.com", "//example.com", "/x", "x", "ftp://example.com",
            "javascript:x",
            "xhttps://example.com", "https://a@example.com", "https://a:b@example.com",
            "https://example.com:x",
            "https://example.com:", "https://example.com:99999", "https://example.com:-1", "https://a:1:2",
            "https://exam ple.com", "https://example.com/a b", "https://example.com/\u{0}",
            "https://example.com/\\x", "https:\\\\example.com", "https://example.com\\x",
            "https://example.com/\"",
            "https://example.com/'", "https://example.com/<", "https://example.com/`",
            "https://%65xample.com",
            "https://example.com/\u{200B}", "https://example.com/\u{202E}", "https://example.com/\u{A0}",
            "https://exa\u{AD}mple.com", "https://example.com/\u{E000}", "https://[::1]/",
            "https://exa*mple.com",
        ])
    func refused(_ link: String) {
        #expect(webLink(link) == nil)
    }
}
