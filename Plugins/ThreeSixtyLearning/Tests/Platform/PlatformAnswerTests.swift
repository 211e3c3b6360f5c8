import Foundation
import Testing

import DeliveryTesting
@testable import ThreeSixtyLearning

@Suite struct PlatformAnswerTests {
    @Test(
        "a token lasts as long as it says, and an hour where nobody could mean that",
        arguments: [
            ("7200", 7_200), ("\"7200\"", 7_200), ("7200.9", 7_200), ("86400", 86_400), ("86401", 3_600),
            ("0", 3_600), ("-5", 3_600), ("1e30", 3_600), ("\"1e30\"", 3_600), ("\"nan\"", 3_600),
            ("\"soon\"", 3_600), ("null", 3_600), ("[]", 3_600),
        ])
    func lifetime(_ written: String, _ seconds: Int) throws {
        let answer = Data("{\"access_token\": \"t\", \"expires_in\": \(written)}".utf8)
        #expect(try JSONDecoder().decode(PlatformToken.self, from: answer).seconds == seconds)
    }

    @Test(
        "the next page is the one a Link header names so, whatever stands in its address",
        arguments: [
            ("<https://a/b?ids[in]=1,2>; rel=\"next\"", "?ids[in]=1,2"),
            ("<https://a/b?p=1>; rel=\"prev\", <https://a/b?p=3>; rel=\"next\"", "?p=3"),
            ("<https://a/b?p=3>; title=\"x, y\"; rel=next", "?p=3"),
            ("<https://a/b?p=3#end>;rel=next, <https://a/b?p=1>; rel=first", "?p=3"),
            ("<https://a/b?p=1,2>; rel=\"prev\"", nil), ("<https://a/b>; rel=\"next\"", nil), ("", nil),
        ])
    func next(_ link: String, _ query: String?) {
        #expect(NextPage.query(link) == query)
    }
}
