import Testing
import Transport

@Suite struct AddressPolicyTests {
    @Test(
        "https to anywhere and plain http to this machine are allowed",
        arguments: [
            "https://api.go1.com", "https://api.go1.com:8443/v2?x=1", "HTTPS://API.GO1.COM/",
            "http://localhost:8080/x", "http://LOCALHOST/", "http://127.0.0.1:1/", "http://127.255.3.4/",
            "http://[::1]:8080/", "http://0x7f.1/", "http://2130706433/",
        ])
    func allowed(url: String) {
        #expect(AddressPolicy.problem(with: url) == nil)
    }

    @Test(
        "Every other address is refused with a message that says what would be right and shows no secret",
        arguments: [
            (
                "http://api.go1.com/v2?key=s3cret",
                "http://api.go1.com is plain http to another machine; use https "
                    + "(plain http is only for localhost, 127.0.0.0/8 and [::1])"
            ),
            (
                "http://127.0.0.1.example.com:81/",
                "http://127.0.0.1.example.com:81 is plain http to another machine; use https "
                    + "(plain http is only for localhost, 127.0.0.0/8 and [::1])"
            ),
            (
                "http://localhost.example.com",
                "http://localhost.example.com is plain http to another machine; use https "
                    + "(plain http is only for localhost, 127.0.0.0/8 and [::1])"
            ),
            (
                "http://128.0.0.1/",
                "http://128.0.0.1 is plain http to another machine; use https "
                    + "(plain http is only for localhost, 127.0.0.0/8 and [::1])"
            ),
            (
                "https://me:s3cret@api.go1.com/",
                "the URL holds a user name or a password; credentials belong in settings of their own"
            ),
            (
                "https://me@api.go1.com/",
                "the URL holds a user name or a password; credentials belong in settings of their own"
            ),
            ("ftp://api.go1.com/", "the scheme ftp is not supported; use https"),
            ("api.go1.com", "not an absolute URL; one such as https://api.example.com was expected"),
            ("https://", "not an absolute URL; one such as https://api.example.com was expected"),
            ("https://a b/", "not an absolute URL; one such as https://api.example.com was expected"),
            ("", "not an absolute URL; one such as https://api.example.com was expected"),
            ("https://a\0b/", "not an absolute URL; one such as https://api.example.com was expected"),
        ])
    func refused(url: String, problem: String) {
        #expect(AddressPolicy.problem(with: url) == problem)
    }
}
