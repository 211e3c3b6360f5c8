import ConnectorKit
import Testing

@Suite("Web addresses")
struct WebAddressTests {
    @Test(
        "an address whose spelling is wrong is repaired, a correct one stays",
        arguments: [
            ("https://img.example.com/a.png", "https://img.example.com/a.png"),
            ("HTTP://Img.Example.com:8080/A?b=c&d=%2F#e", "HTTP://Img.Example.com:8080/A?b=c&d=%2F#e"),
            ("https://[2001:db8::1]/a b", "https://[2001:db8::1]/a%20b"),
            ("  https://img.example.com/a.png\n", "https://img.example.com/a.png"),
            ("https://img.example.com/two words.png", "https://img.example.com/two%20words.png"),
            (
                "https://img.example.com/two%20words and more.png",
                "https://img.example.com/two%20words%20and%20more.png"
            ),
            ("https://img.example.com/100%", "https://img.example.com/100%25"),
            ("https://img.example.com/100%zz?q=5%", "https://img.example.com/100%25zz?q=5%25"),
            ("https://img.example.com/é?q=ü#ß", "https://img.example.com/%C3%A9?q=%C3%BC#%C3%9F"),
            ("https://img.example.com/😀.png", "https://img.example.com/%F0%9F%98%80.png"),
            (
                "https://img.example.com/a\"<b>`{c}|^\\",
                "https://img.example.com/a%22%3Cb%3E%60%7Bc%7D%7C%5E%5C"
            ),
            ("https://img.example.com/?f[]=1#a#b", "https://img.example.com/?f%5B%5D=1#a%23b"),
            ("https://img.example.com/a\u{0}\u{9}b.png", "https://img.example.com/ab.png"),
            ("https://img.example.com/a\u{202E}b", "https://img.example.com/a%E2%80%AEb"),
            ("https://müller.example/ü", "https://xn--mller-kva.example/%C3%BC"),
            ("https://例え。テスト:8443/a", "https://xn--r8jz45g.xn--zckzah:8443/a"),
            ("https://user@img.example.com/a b", "https://user@img.example.com/a%20b"),
            ("www.example.com", "https://www.example.com"),
            ("WWW.example.com/a b", "https://WWW.example.com/a%20b"),
            ("doi:10.1000/182", "https://doi.org/10.1000/182"),
            ("DOI 10.1000/182", "https://doi.org/10.1000/182"),
            ("DOI: 10.1000/a<b>#1", "https://doi.org/10.1000/a%3Cb%3E%231"),
            ("doi: https://doi.org/10.1000/182", "https://doi.org/10.1000/182"),
            ("doi.org/10.1000/182", "https://doi.org/10.1000/182"),
            ("info:doi/10.1000/182", "https://doi.org/10.1000/182"),
            ("10.1000/182%3C", "https://doi.org/10.1000/182%3C"),
            ("hdl:10023/3478", "https://hdl.handle.net/10023/3478"),
            ("HDL: 10023/3478?x", "https://hdl.handle.net/10023/3478%3Fx"),
            ("urn:nbn:de:gbv:089-3321752945", "https://nbn-resolving.org/urn:nbn:de:gbv:089-3321752945"),
            ("URN:NBN:fi:tkk-004781", "https://nbn-resolving.org/urn:nbn:fi:tkk-004781"),
        ])
    func repaired(text: String, address: String) {
        #expect(WebAddress.repaired(text) == address)
        #expect(WebAddress.repaired(address) == address)
    }

    @Test(
        "what leads to no address is nil",
        arguments: [
            "", " ", "image.png", "/totara/image.jpg", "//img.example.com/a.png", "example.com/a.png",
            "https://",
            "https:///a.png", "https://?a", "https://exa mple.com/", "https://exa%20mple.com/",
            "https://a<b/",
            "https://example.com:99999/", "https://example.com:port/", "https:/example.com",
            "http//example.com",
            "ftp://example.com/a.png", "data:image/png;base64,AAAA", "javascript:alert(1)",
            "mailto:a@example.com",
            "www.", "www. example.com", "doi:", "doi:10.1000", "DOI is missing", "10.1000", "10.1000/",
            "hdl:", "hdl:x",
            "urn:nbn:", "urn:isbn:0451450523", "ISBN 3-16-148410-0", "https://[::1", "https://-/",
            "https://./",
        ])
    func none(text: String) {
        #expect(WebAddress.repaired(text) == nil)
    }
}
