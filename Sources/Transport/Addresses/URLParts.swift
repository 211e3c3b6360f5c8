import CCurl

/// A URL in libcurl's own parser, so that what is checked is what is called.
struct URLParts: ~Copyable {
    private let handle: OpaquePointer

    /// Returns nil if there is no memory for it.
    init?() {
        guard let handle = curl_url() else { return nil }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Replaces the URL. A relative reference is resolved against the present one.
    ///
    /// - Returns: False if the text is no URL.
    func set(_ url: String, _ flags: Int32 = 0) -> Bool {
        guard !url.utf8.contains(0) else { return false }
        let flags = UInt32(flags | CURLU_NON_SUPPORT_SCHEME)
        return curl_url_set(handle, CURLUPART_URL, url, flags) == CURLUE_OK
    }

    func removeFragment() { _ = curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0) }

    func read(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
        text { curl_url_get(handle, part, &$0, UInt32(flags)) }
    }

    /// The URL with its host in ASCII; nil if the host is no name by IDNA.
    var ascii: String? { text { ccurl_url_ascii(handle, &$0) } }

    private func text(_ get: (inout UnsafeMutablePointer<CChar>?) -> CURLUcode) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard get(&text) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
