import ConnectorKit
import Testing

@Suite struct PageMemoTests {
    private func body(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func response(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: body(text)) }

    private func memo(_ text: String, cursor: String?) throws -> PageMemo {
        let bytes = body(text)
        let range = try cursor.map { cursor in
            try #require(
                bytes.indices.first { bytes[$0...].starts(with: cursor.utf8) }.map {
                    $0..<$0 + cursor.utf8.count
                })
        }
        return PageMemo(bytes, cursor: range, rows: 2, total: 7, version: 1)
    }

    /// A page, and the cursor found in it; nil if it is another page.
    static let pages: [(String, String?)] = [
        (#"{"hits":[1,2],"next":"abc"}"#, "abc"),
        (#"{"hits":[1,2],"next":"a longer one"}"#, "a longer one"),
        (#"{"hits":[1,2],"next":""}"#, ""),
        (#"{"hits":[1,3],"next":"abc"}"#, nil),
        (#"{"hits":[1,2],"next":"abc"} "#, nil),
        (#"{"hits":[1,2],"next":"a"bc"}"#, nil),
        (#"{"hits":[1,2],"next":"a\"bc"}"#, nil),
        (#"{"hits":[1,2],"next":"a","next":"bc"}"#, nil),
        (#"{"hits":[1,2],"next":"#, nil),
        ("", nil),
    ]

    @Test("A page is recognized by all of its bytes except the cursor", arguments: pages)
    func known(_ text: String, _ cursor: String?) throws {
        let memo = try memo(#"{"hits":[1,2],"next":"xyz"}"#, cursor: "xyz")
        #expect(memo.cursor(in: response(text), version: 1) == cursor)
    }

    @Test("A last page is recognized by all of its bytes")
    func last() throws {
        let memo = try memo(#"{"hits":[1,2]}"#, cursor: nil)
        #expect(memo.cursor(in: response(#"{"hits":[1,2]}"#), version: 1) == "")
        #expect(memo.cursor(in: response(#"{"hits":[1,2],"next":"a"}"#), version: 1) == nil)
    }

    @Test("Another version of the mapping recognizes no page")
    func version() throws {
        let memo = try memo(#"{"hits":[1,2]}"#, cursor: nil)
        #expect(memo.cursor(in: response(#"{"hits":[1,2]}"#), version: 2) == nil)
    }

    @Test("A change of any single byte makes another page")
    func everyByte() throws {
        let text = (0..<40).map { "{\"id\":\($0)}" }.joined(separator: ",")
        let page = #"{"hits":[\#(text)],"next":"cursor"}"#
        let memo = try memo(page, cursor: "cursor")
        let bytes = body(page)
        let cursor = try #require(bytes.indices.first { bytes[$0...].starts(with: "cursor".utf8) })
        for index in bytes.indices where !(cursor..<cursor + 6).contains(index) {
            var changed = bytes
            changed[index] ^= 1
            #expect(
                memo.cursor(in: HTTPResponse(status: 200, body: changed), version: 1) == nil, "byte \(index)")
        }
    }

    @Test("The hash made on arrival is used if it covers the same bytes")
    func arriving() throws {
        let page = #"{"hits":[1,2],"next":"xyz"}"#
        let memo = try memo(page, cursor: "xyz")
        let start = body(page).prefix(memo.before)
        let value = start.withUnsafeBytes { BodyHash($0).value }
        func known(_ hash: HTTPResponse.Hash) -> String? {
            memo.cursor(in: HTTPResponse(status: 200, body: body(page), hash: hash), version: 1)
        }
        #expect(known(.init(bytes: memo.before, value: value)) == "xyz")
        #expect(known(.init(bytes: memo.before, value: value ^ 1)) == nil)
        #expect(known(.init(bytes: 3, value: 0)) == "xyz")
    }

    @Test("The hash does not depend on how the bytes are split", arguments: 0..<100)
    func pieces(_ length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        bytes.withUnsafeBytes { whole in
            for cut in 0...length {
                var hash = BodyHash(UnsafeRawBufferPointer(rebasing: whole[..<cut]))
                hash.add(UnsafeRawBufferPointer(rebasing: whole[cut...]))
                #expect(hash.value == BodyHash(whole).value)
            }
        }
    }

    @Test("A memo's text is read back as the same memo")
    func text() throws {
        let memo = try memo(#"{"hits":[1,2],"next":"xyz"}"#, cursor: "xyz")
        #expect(PageMemo(memo.text) == memo)
        #expect(PageMemo("nonsense") == nil)
    }
}
